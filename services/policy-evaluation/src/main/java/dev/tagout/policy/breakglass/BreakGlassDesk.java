package dev.tagout.policy.breakglass;

import dev.tagout.contracts.id.BreakGlassId;
import dev.tagout.contracts.policy.BreakGlass;
import dev.tagout.contracts.policy.BreakGlassChange;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.outbox.OutboxRelay;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.approval.Approval;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Takes requests, approvals and revocations, or refuses them with the reason; then nothing has
 * changed. What was answered counts in every review that begins afterwards. All of it is logged as
 * a warning: a glass that is broken is to be seen.
 */
@ApplicationScoped
class BreakGlassDesk {
  private static final Logger LOG = Logger.getLogger(BreakGlassDesk.class);

  private final BreakGlassStore store;
  private final OutboxRelay outbox;
  private final Clock clock;
  private final MeterRegistry meters;
  private final PolicyConfig.BreakGlass config;

  BreakGlassDesk(
      BreakGlassStore store,
      OutboxRelay outbox,
      Clock clock,
      MeterRegistry meters,
      PolicyConfig config) {
    this.store = store;
    this.outbox = outbox;
    this.clock = clock;
    this.meters = meters;
    this.config = config.breakGlass();
  }

  BreakGlass request(BreakGlassRequest asked, String by) {
    int minutes = asked.minutes(config.usualLife(), config.maxLife());
    Instant now = now();
    return told(
        BreakGlassChange.REQUESTED,
        by,
        store.request(asked, minutes, by, now, now.plus(config.requestLife())));
  }

  BreakGlass approve(BreakGlassId id, String by) {
    return told(
        BreakGlassChange.APPROVED,
        by,
        store.approve(
            id,
            by,
            now(),
            glass -> {
              Approval.requireAnother(glass.requestedBy(), by, "this break-glass");
              if (!glass.state().canBeApproved()) {
                throw Approval.conflict(
                    "break-glass-not-requested", "the break-glass", glass.state(), "approved");
              }
            }));
  }

  BreakGlass revoke(BreakGlassId id, String reason, String by) {
    return told(
        BreakGlassChange.REVOKED,
        by,
        store.revoke(
            id,
            reason,
            by,
            now(),
            glass -> {
              if (!glass.state().canBeRevoked()) {
                throw Approval.conflict(
                    "break-glass-over", "the break-glass", glass.state(), "revoked");
              }
            }));
  }

  private BreakGlass told(BreakGlassChange change, String by, BreakGlass glass) {
    outbox.wake();
    String done = change.name().toLowerCase(Locale.ROOT);
    meters.counter(BreakGlassStore.CHANGES, "change", done).increment();
    LOG.warnf(
        "break-glass %s %s %s %s",
        done, LogKey.BREAK_GLASS_ID.is(glass.id()), LogKey.VM_ID.is(glass.vm()), LogKey.BY.is(by));
    return glass;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
