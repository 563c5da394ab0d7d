package dev.tagout.platform.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/**
 * Down while the machine's time of day is behind what it has been. Kafka's clients count with it,
 * and for them it never falls ({@code org.apache.kafka.common.utils.Timer}): until it has caught
 * up, a consumer sends no heartbeat, loses its partitions and does not come back. Only a new start
 * helps, so the check is one of liveness.
 */
@Liveness
@ApplicationScoped
public class TimeOfDayCheck implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(TimeOfDayCheck.class);

  /** A heartbeat that is late by less keeps its session of 6 s. */
  static final Duration MOST = Duration.ofSeconds(4);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final LongSupplier millis;
  private long latest;
  private boolean told;
  private Thread thread;

  @Inject
  TimeOfDayCheck() {
    this(System::currentTimeMillis);
  }

  /**
   * @param millis as {@link System#currentTimeMillis()}
   */
  TimeOfDayCheck(LongSupplier millis) {
    this.millis = millis;
    this.latest = millis.getAsLong();
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("time-of-day").daemon().start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(FAREWELL);
    }
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How far it is behind what it has been; zero when it is not. */
  synchronized Duration look() {
    long now = millis.getAsLong();
    latest = Math.max(latest, now);
    Duration behind = Duration.ofMillis(latest - now);
    boolean tooMuch = behind.compareTo(MOST) > 0;
    if (tooMuch && !told) {
      LOG.errorf(
          "the time of day fell back by %d s: until it has caught up, Kafka's clients stand still;"
              + " a new start helps",
          behind.toSeconds());
    }
    told = tooMuch;
    return behind;
  }

  @Override
  public HealthCheckResponse call() {
    Duration behind = look();
    return HealthCheckResponse.named("time of day")
        .status(behind.compareTo(MOST) <= 0)
        .withData("behindSeconds", behind.toSeconds())
        .build();
  }
}
