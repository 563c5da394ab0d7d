package dev.tagout.policy.waiver;

import dev.tagout.contracts.id.WaiverId;
import dev.tagout.contracts.policy.Waiver;
import dev.tagout.contracts.policy.WaiverChange;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.approval.Approval;
import dev.tagout.policy.bundle.ActivePolicy;
import dev.tagout.policy.bundle.Catalogue;
import dev.tagout.policy.mark.WakeUp;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Takes requests, approvals and revocations, or refuses them with the reason; then nothing has
 * changed. What was answered counts in every review that begins afterwards.
 */
@ApplicationScoped
class WaiverDesk {
  private static final Logger LOG = Logger.getLogger(WaiverDesk.class);

  private final WaiverStore store;
  private final ActivePolicy policies;
  private final OutboxRelay outbox;
  private final WakeUp wakeUp;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Duration maxLife;

  WaiverDesk(
      WaiverStore store,
      ActivePolicy policies,
      OutboxRelay outbox,
      WakeUp wakeUp,
      Clock clock,
      MeterRegistry meters,
      PolicyConfig config) {
    this.store = store;
    this.policies = policies;
    this.outbox = outbox;
    this.wakeUp = wakeUp;
    this.clock = clock;
    this.meters = meters;
    this.maxLife = config.waivers().maxLife();
  }

  Waiver request(WaiverRequest asked, String by) {
    Instant now = now();
    asked.checkTimes(now, maxLife);
    policies.follow();
    Catalogue rules = policies.current().catalogue();
    asked.checkRules(rule -> rules.rule(rule).isPresent());
    return told(WaiverChange.REQUESTED, by, store.request(asked, by, now));
  }

  Waiver approve(WaiverId id, String by) {
    return told(
        WaiverChange.APPROVED,
        by,
        store.approve(
            id,
            by,
            now(),
            waiver -> {
              Approval.requireAnother(waiver.requestedBy(), by, "this waiver");
              if (!waiver.state().canBeApproved()) {
                throw Approval.conflict(
                    "waiver-not-requested", "the waiver", waiver.state(), "approved");
              }
            }));
  }

  Waiver revoke(WaiverId id, String reason, String by) {
    return told(
        WaiverChange.REVOKED,
        by,
        store.revoke(
            id,
            reason,
            by,
            now(),
            waiver -> {
              if (!waiver.state().canBeRevoked()) {
                throw Approval.conflict("waiver-over", "the waiver", waiver.state(), "revoked");
              }
            }));
  }

  private Waiver told(WaiverChange change, String by, Waiver waiver) {
    outbox.wake();
    wakeUp.call();
    String done = change.name().toLowerCase(Locale.ROOT);
    meters.counter("tagout.waiver.changes", "change", done).increment();
    LOG.infof("waiver %s %s %s", done, LogKey.WAIVER_ID.is(waiver.id()), LogKey.BY.is(by));
    return waiver;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
