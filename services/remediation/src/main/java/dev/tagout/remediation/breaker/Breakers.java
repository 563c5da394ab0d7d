package dev.tagout.remediation.breaker;

import dev.tagout.contracts.id.VmId;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.remediation.RemediationConfig;
import dev.tagout.remediation.person.Remark;
import dev.tagout.remediation.safety.KnownVm;
import dev.tagout.remediation.safety.Seen;
import dev.tagout.remediation.safety.Storm;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * A breaker for each tier. It opens when a storm is seen, whichever replica sees it, and stays open
 * until a person resets it. Wrong settings stop the service's start.
 */
@ApplicationScoped
@Startup
public class Breakers {
  private static final Logger LOG = Logger.getLogger(Breakers.class);

  private final BreakerRows breakers;
  private final KnownVmRows vms;
  private final Event<BreakerReset> resets;
  private final Storm storm;
  private final Clock clock;

  Breakers(
      BreakerRows breakers,
      KnownVmRows vms,
      Event<BreakerReset> resets,
      RemediationConfig config,
      Clock clock) {
    this.breakers = breakers;
    this.vms = vms;
    this.resets = resets;
    this.storm = Storm.of(config.breaker());
    this.clock = clock;
  }

  /**
   * Remembers what verdicts say, and opens the breakers of the tiers where this is a storm. All of
   * it or nothing; what is seen again changes nothing.
   */
  public void note(List<Seen> seen) {
    if (seen.isEmpty()) {
      return;
    }
    QuarkusTransaction.requiringNew().call(() -> noted(seen)).forEach(Breakers::shout);
  }

  private List<BreakerEntity> noted(List<Seen> seen) {
    if (seen.stream().anyMatch(Seen::wantsStop)) {
      breakers.lock();
    }
    SortedMap<String, List<Instant>> turned = remember(seen);
    vms.flush();
    List<BreakerEntity> opened = new ArrayList<>();
    turned.forEach((tier, at) -> open(tier, at).ifPresent(opened::add));
    return opened;
  }

  /** Returns when VMs became ones that are to be stopped, by their tier. */
  private SortedMap<String, List<Instant>> remember(List<Seen> seen) {
    Map<String, KnownVmEntity> rows = vms.locked(seen.stream().map(Seen::vm).toList());
    SortedMap<String, List<Instant>> turned = new TreeMap<>();
    for (Seen one : seen) {
      Optional<KnownVmEntity> row = Optional.ofNullable(rows.get(one.vm().value()));
      Optional<KnownVm> before = row.map(KnownVmEntity::toKnownVm);
      Optional<KnownVm> after =
          before.map(known -> known.then(one)).orElseGet(() -> Optional.of(KnownVm.first(one)));
      after.ifPresent(
          known -> {
            if (row.isPresent()) {
              row.get().take(known);
            } else {
              KnownVmEntity added = KnownVmEntity.of(one.vm(), known);
              vms.persist(added);
              rows.put(added.vmId, added);
            }
            if (known.wantsStop() && !before.map(KnownVm::wantsStop).orElse(false)) {
              turned.computeIfAbsent(known.tier(), t -> new ArrayList<>()).add(known.turnedAt());
            }
          });
    }
    return turned;
  }

  private Optional<BreakerEntity> open(String tier, Collection<Instant> turned) {
    if (breakers.open(tier).isPresent()) {
      return Optional.empty();
    }
    Instant since = turned.stream().min(Instant::compareTo).orElseThrow().minus(storm.window());
    return storm
        .surge(vms.running(tier), vms.turned(tier, since), turned)
        .map(
            surge -> {
              BreakerEntity row =
                  BreakerEntity.open(tier, surge, reason(tier, surge), clock.instant());
              breakers.persist(row);
              return row;
            });
  }

  private String reason(String tier, Storm.Surge surge) {
    return "the breaker of tier %s is open: %s of %s VMs that ran became ones to be stopped within %s"
        .formatted(tier, surge.turned(), surge.of(), storm.window());
  }

  private static void shout(BreakerEntity row) {
    LOG.errorf(
        "STORM: nothing of tier %s is stopped until a person resets its breaker: %s",
        row.tier, LogKey.REASON.is(row.reason));
  }

  /** There is nothing more to be said of a VM. May be called twice. */
  public void forget(VmId vm) {
    QuarkusTransaction.requiringNew().run(() -> vms.deleteById(vm.value()));
  }

  /** Why a tier's breaker is open; empty when it is not. */
  @Transactional
  public Optional<String> open(String tier) {
    return breakers.open(tier).map(row -> row.reason);
  }

  /**
   * A person looked, and lets the tier be treated as usual again. What turned bad until then makes
   * no storm any more.
   *
   * @throws ProblemException 404 when the tier's breaker is not open
   */
  Breaker reset(String tier, String by, Remark remark) {
    BreakerReset reset =
        new BreakerReset(
            tier, remark.sentence("checked again: the breaker of tier " + tier + " was reset", by));
    Breaker breaker =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  breakers.lock();
                  BreakerEntity row =
                      breakers
                          .openLocked(tier)
                          .orElseThrow(
                              () -> ProblemException.notFound("open breaker of tier", tier));
                  row.reset(by, remark.reason(), clock.instant());
                  vms.forgive(tier);
                  resets.fire(reset);
                  return row.toBreaker();
                });
    LOG.warnf(
        "the breaker of tier %s was reset: %s %s",
        tier, LogKey.BY.is(by), LogKey.REASON.is(remark.reason()));
    return breaker;
  }

  @Transactional
  BreakerPage page(Optional<UUID> after, int limit) {
    List<BreakerEntity> found = breakers.page(after, limit + 1);
    boolean more = found.size() > limit;
    List<Breaker> items =
        (more ? found.subList(0, limit) : found).stream().map(BreakerEntity::toBreaker).toList();
    return new BreakerPage(items, more ? items.getLast().id() : null);
  }

  /** Those that are open, by tier. */
  @Transactional
  List<Breaker> allOpen() {
    return breakers.allOpen().stream().map(BreakerEntity::toBreaker).toList();
  }

  @Transactional
  long open() {
    return breakers.open();
  }
}
