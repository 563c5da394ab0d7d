package dev.tagout.remediation.run;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One attempt of a run, as it is shown. */
public record Attempt(
    int number,
    Instant begunAt,
    @Schema(
            description = "what was tried, for a person",
            examples = "power_off on simulator:host-a")
        String tried,
    @Schema(description = "absent while it goes on, or when the service died in it")
        Instant endedAt,
    @Schema(description = "what came of it, for a person", examples = "done") String result) {}
