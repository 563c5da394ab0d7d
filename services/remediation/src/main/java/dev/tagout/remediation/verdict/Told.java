package dev.tagout.remediation.verdict;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.platform.trace.TraceParent;
import java.util.Optional;

/**
 * A verdict as it came.
 *
 * @param cause the step that told it, if that was said
 */
record Told(Decision verdict, Optional<TraceParent> cause) {}
