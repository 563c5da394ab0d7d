package dev.tagout.remediation.safety;

import dev.tagout.remediation.RemediationConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Tells a storm from weather: when so much of a tier is to be stopped at once, a policy, a scanner
 * or a feed is more likely to be wrong than all of these VMs.
 *
 * <p>Time is that of the verdicts and not that of their arrival: what came while remediation was
 * away is judged as if it had been there.
 *
 * @param share more than this share of the running VMs of a tier, 0 to 1
 * @param atLeast and this many, so that a tier of few VMs does not count as one that turned; 1 or
 *     more
 * @param window within this
 */
public record Storm(double share, int atLeast, Duration window) {
  public Storm {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("tagout.remediation.breaker.share must be from 0 to 1");
    }
    if (atLeast < 1) {
      throw new IllegalArgumentException("tagout.remediation.breaker.at-least must be 1 or more");
    }
  }

  public static Storm of(RemediationConfig.Breaker config) {
    return new Storm(config.share(), config.atLeast(), config.window());
  }

  /**
   * A storm that was seen.
   *
   * @param turned so many VMs became ones that are to be stopped
   * @param of so many that ran
   */
  public record Surge(long turned, long of) {}

  /**
   * Looks at the windows that end where a VM turned just now: what turned long ago makes no storm,
   * however much it is.
   *
   * @param running so many VMs of the tier run
   * @param turned VMs of the tier, those of now among them
   * @param now when VMs turned that nobody knew of before
   * @return the worst one
   */
  public Optional<Surge> surge(long running, Collection<Turned> turned, Collection<Instant> now) {
    return now.stream()
        .distinct()
        .map(end -> at(end, running, turned))
        .filter(this::isStorm)
        .max((a, b) -> Long.compare(a.turned(), b.turned()));
  }

  private Surge at(Instant end, long running, Collection<Turned> turned) {
    Instant begin = end.minus(window);
    long within = 0;
    long stopped = 0;
    for (Turned one : turned) {
      if (one.at().isAfter(begin) && !one.at().isAfter(end)) {
        within++;
        stopped += one.running() ? 0 : 1;
      }
    }
    return new Surge(within, running + stopped);
  }

  private boolean isStorm(Surge surge) {
    return surge.turned() >= atLeast && surge.turned() > share * surge.of();
  }
}
