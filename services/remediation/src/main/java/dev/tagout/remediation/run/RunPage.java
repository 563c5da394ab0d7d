package dev.tagout.remediation.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.contracts.id.RunId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of the list of runs, the newest first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunPage(
    List<RunView> items,
    @Schema(description = "what to pass as after for the part that follows; absent at the end")
        RunId next) {}
