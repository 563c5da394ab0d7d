package dev.tagout.policy.bundle;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.log.LogKey;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.mark.WakeUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Activates the bundle file when it changes, and follows what other replicas activate. A bundle
 * that cannot decide is said to be so, once, and the old one stays.
 */
@ApplicationScoped
class BundleWatcher {
  private static final Logger LOG = Logger.getLogger(BundleWatcher.class);
  private static final long PAUSE_MILLIS = 250;

  private final ActivePolicy policy;
  private final WakeUp wakeUp;
  private final Optional<Path> file;
  private String seen = "";
  private Thread thread;

  BundleWatcher(ActivePolicy policy, WakeUp wakeUp, PolicyConfig config) {
    this.policy = policy;
    this.wakeUp = wakeUp;
    this.file = config.bundle();
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("bundle-watcher").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("bundle watcher ends");
    }
  }

  private void look() {
    try {
      if (file.isPresent()) {
        lookAt(file.get());
      }
      policy.follow();
    } catch (RuntimeException e) {
      LOG.warnf("policy cannot be followed: %s", LogKey.REASON.is(e.getMessage()));
    }
  }

  private void lookAt(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      String stamp =
          attributes.fileKey() + "|" + attributes.lastModifiedTime() + "|" + attributes.size();
      if (!stamp.equals(seen)) {
        activate(path, attributes.size());
        seen = stamp;
      }
    } catch (NoSuchFileException e) {
      seen = "";
    } catch (IOException e) {
      LOG.warnf("bundle cannot be read: %s", LogKey.REASON.is(e));
    }
  }

  private void activate(Path path, long size) throws IOException {
    try {
      if (size > Bundle.MAX_BYTES) {
        throw new ContractViolation("bundle", "is larger than " + Bundle.MAX_BYTES + " bytes");
      }
      if (policy.activate(Files.readAllBytes(path))) {
        wakeUp.call();
      }
    } catch (ContractViolation e) {
      LOG.errorf("bundle refused, the policy before stays: %s", LogKey.REASON.is(e.getMessage()));
    }
  }
}
