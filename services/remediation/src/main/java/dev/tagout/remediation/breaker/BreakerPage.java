package dev.tagout.remediation.breaker;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of the list of breakers, the one that opened last first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BreakerPage(
    List<Breaker> items,
    @Schema(description = "what to pass as after for the part that follows; absent at the end")
        String next) {}
