package dev.tagout.policy.evaluation;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Point;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import java.time.Instant;

/**
 * The question: may this VM do this operation on this host now?
 *
 * @param id of the decision that it leads to
 * @param host null only for the standing verdict of a VM without a place
 * @param vmName as whoever asks calls it; null: as the inventory does
 * @param configuration as whoever asks sees it, which is newer than the inventory; null: as there
 * @param at the only clock that policies see
 */
public record Review(
    DecisionId id,
    Point point,
    Operation operation,
    VmId vm,
    HostId host,
    String vmName,
    VmConfiguration configuration,
    String requestedBy,
    Instant at) {}
