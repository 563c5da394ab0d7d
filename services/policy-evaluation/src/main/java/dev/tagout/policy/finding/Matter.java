package dev.tagout.policy.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.Placement;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.decision.ViolationKind;
import dev.tagout.contracts.finding.BypassFinding.UnadmittedRun;
import dev.tagout.contracts.finding.Life;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One thing that is amiss with a VM, or was a short while ago, and what the SIEM knows of it.
 *
 * @param key what tells it from others of the VM
 * @param uid of the finding
 * @param sequence how many events told of it
 * @param since when it was first seen
 * @param open whether it is still so
 * @param content what it consists of; of one that is over, what it last consisted of
 * @param told what the SIEM knows; null when it knows nothing
 * @param changedAt when it last began, changed or ended
 * @param burst how many changes followed each other without a quiet time between them
 * @param untold how many of them the SIEM has not been told of
 * @param untoldSince when the first of those came about; null when there is none
 * @param tellAt when they are told; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Matter(
    String key,
    String uid,
    int sequence,
    Instant since,
    boolean open,
    Content content,
    Told told,
    Instant changedAt,
    int burst,
    int untold,
    Instant untoldSince,
    Instant tellAt) {

  /** Between a rule and the host that it is about, in a key. */
  static final String OF_HOST = "|host|";

  /**
   * What a matter consists of: either violations of one rule about one subject, or a run.
   *
   * @param digest differs when what a reader would call the content differs
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Content(List<Violation> violations, UnadmittedRun run, String digest) {
    boolean lacksFact() {
      return run == null
          && violations.stream().allMatch(violation -> violation.kind() == ViolationKind.UNKNOWN);
    }
  }

  /** What the SIEM was last told. */
  record Told(boolean open, String digest) {}

  static Matter begun(String vm, String key, Content content, Instant now, Damping damping) {
    String seed = vm + '|' + key + '|' + now;
    return new Matter(
        key,
        UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(),
        0,
        now,
        true,
        content,
        null,
        now,
        1,
        1,
        now,
        content.lacksFact() ? now.plus(damping.patience()) : now);
  }

  Matter seen(Content seen, Instant now, Damping damping) {
    return open && content.digest().equals(seen.digest())
        ? this
        : changed(true, seen, now, damping);
  }

  Matter notSeen(Instant now, Damping damping) {
    return open ? changed(false, content, now, damping) : this;
  }

  /** Whether it is over for so long that another of its kind is a matter of its own. */
  boolean isPast(Instant now, Damping damping) {
    return !open && tellAt == null && quietSince(now).compareTo(damping.quiet()) > 0;
  }

  /** Whether it came and went before anybody was told. */
  boolean passedUnnoticed() {
    return !open && told == null;
  }

  boolean isDue(Instant now) {
    return tellAt != null && !tellAt.isAfter(now);
  }

  /** What is told now. */
  Life life(Decision verdict) {
    return new Life(
        uid,
        verdict.vm().id().value() + '|' + key,
        sequence + 1,
        stage(verdict),
        since,
        Math.max(1, untold),
        untoldSince);
  }

  Matter afterTelling() {
    return new Matter(
        key,
        uid,
        sequence + 1,
        since,
        open,
        content,
        new Told(open, content.digest()),
        changedAt,
        told == null ? 1 : burst,
        0,
        null,
        null);
  }

  private Life.Stage stage(Decision verdict) {
    if (!open) {
      return isOutOfSight(verdict) ? Life.Stage.ENDED : Life.Stage.RESOLVED;
    }
    return told == null ? Life.Stage.OPENED : Life.Stage.CHANGED;
  }

  /** Whether the verdict says nothing about it: a rule of a VM that is gone, or of another host. */
  private boolean isOutOfSight(Decision verdict) {
    if (content.run() != null) {
      return false;
    }
    boolean elsewhere =
        key.contains(OF_HOST)
            && (verdict.host() == null || !key.endsWith(OF_HOST + verdict.host().id().value()));
    return elsewhere || verdict.placement() == Placement.LAST;
  }

  private Matter changed(boolean isOpen, Content is, Instant now, Damping damping) {
    int following = quietSince(now).compareTo(damping.quiet()) > 0 ? 1 : burst + 1;
    Instant first = untoldSince == null ? now : untoldSince;
    return new Matter(
        key,
        uid,
        sequence,
        since,
        isOpen,
        is,
        told,
        now,
        following,
        untold + 1,
        first,
        tellAt(is, following, first, now, damping));
  }

  private Instant tellAt(Content is, int following, Instant first, Instant now, Damping damping) {
    if (told == null) {
      return is.lacksFact() ? since.plus(damping.patience()) : now;
    }
    if (following <= damping.free()) {
      return now;
    }
    Instant quiet = now.plus(damping.quiet());
    Instant latest = first.plus(damping.longest());
    return quiet.isBefore(latest) ? quiet : latest;
  }

  private Duration quietSince(Instant now) {
    return Duration.between(changedAt, now);
  }
}
