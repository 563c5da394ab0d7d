package dev.tagout.lab.world;

import dev.tagout.lab.world.PolicyBundle.Build;
import java.time.Duration;

/**
 * Builds the bundle again when a policy was changed. A policy that does not build changes nothing.
 */
final class PolicyWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(150);

  private final PolicyBundle bundle;
  private final Progress progress;
  private final Thread thread;

  private String revision;
  private String built;

  private PolicyWatch(PolicyBundle bundle, Progress progress) {
    this.bundle = bundle;
    this.progress = progress;
    this.thread = Thread.ofVirtual().name("policy-watch").unstarted(this::watch);
  }

  /**
   * Builds it and comes back; then looks for changes until closed.
   *
   * @throws WorldException when it does not build
   */
  static PolicyWatch start(PolicyBundle bundle, Progress progress) {
    var watch = new PolicyWatch(bundle, progress);
    watch.built = bundle.fingerprint();
    switch (bundle.build()) {
      case Build.Built(var revision) -> watch.use(revision);
      case Build.Refused(var why) ->
          throw new WorldException(
              "The policies cannot be built:\n" + why.indent(2).stripTrailing());
    }
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      var before = built;
      while (true) {
        Thread.sleep(PAUSE);
        var now = bundle.fingerprint();
        // Not while somebody is still writing.
        if (now.equals(before) && !now.equals(built)) {
          built = now;
          rebuild();
        }
        before = now;
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void rebuild() {
    switch (bundle.build()) {
      case Build.Built(var built) when built.equals(revision) -> {}
      case Build.Built(var built) -> use(built);
      case Build.Refused(var why) ->
          progress.say(
              "policies: not built, revision %s stays\n%s"
                  .formatted(revision, why.indent(2).stripTrailing()));
    }
  }

  private void use(String built) {
    revision = built;
    progress.say("policies: revision " + built);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
