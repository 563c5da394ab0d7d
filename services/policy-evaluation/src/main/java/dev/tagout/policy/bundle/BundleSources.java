package dev.tagout.policy.bundle;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.platform.stop.StopOrder;
import dev.tagout.policy.PolicyConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Activates what a file or a server of bundles offers. What cannot be activated is said to be so,
 * once, and the old one stays.
 */
@ApplicationScoped
class BundleSources {
  private static final Logger LOG = Logger.getLogger(BundleSources.class);
  private static final long PAUSE_MILLIS = 100;

  /** Where bundles come from. */
  interface Source {
    /** As the record of activations names it. */
    String name();

    /** A bundle that is news, if there is one. */
    Optional<byte[]> news();

    /** It was dealt with, activated or refused, and is no news any more. */
    void dealtWith();
  }

  private final Activations activations;
  private final List<Source> sources = new ArrayList<>();
  private final boolean guarded;
  private Thread thread;

  BundleSources(
      Activations activations, BundleFile file, BundleServer server, PolicyConfig config) {
    this.activations = activations;
    this.guarded = config.activation().guardSources();
    config.bundle().ifPresent(path -> sources.add(file));
    config.bundleUrl().ifPresent(url -> sources.add(server));
  }

  void start(@Observes StartupEvent event) {
    if (!sources.isEmpty()) {
      thread = Thread.ofPlatform().name("bundle-sources").daemon().start(this::run);
    }
  }

  void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        sources.forEach(this::look);
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("bundle sources end");
    }
  }

  private void look(Source source) {
    try {
      Optional<byte[]> news = source.news();
      if (news.isPresent()) {
        activate(news.get(), source);
        source.dealtWith();
      }
    } catch (RuntimeException e) {
      LOG.warnf(
          "bundle is tried again: %s %s",
          LogKey.SOURCE.is(source.name()), LogKey.REASON.is(e.getMessage()));
    }
  }

  private void activate(byte[] archive, Source source) {
    try {
      activations.activate(archive, new Activations.Order(source.name(), guarded));
    } catch (ContractViolation | TooManyNewlyDenied | ProblemException e) {
      LOG.errorf(
          "bundle refused, the policy before stays: %s %s",
          LogKey.SOURCE.is(source.name()), LogKey.REASON.is(e.getMessage()));
    }
  }
}
