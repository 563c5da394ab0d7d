package dev.tagout.collector.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagout.collector.sink.Feed;
import dev.tagout.hypervisor.Capabilities;
import dev.tagout.hypervisor.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A feed as {@code GET /v1/sources} shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Source")
public record SourceView(
    @Schema(description = "the configured name", examples = "lab") String name,
    @Schema(description = "the adapter, or the feed's own name", examples = "libvirt") String type,
    @Schema(
            description =
                "failing: events of it do not get to Kafka, whatever its connection."
                    + " listening: others write to us",
            enumeration = {"connecting", "connected", "disconnected", "failing", "listening"})
        String state,
    @Schema(description = "why it is in this state, for a person") String reason,
    @Schema(description = "since when it is in this state") Instant since,
    @Schema(description = "time of the last event that Kafka acknowledged") Instant lastEventAt,
    @Schema(description = "milliseconds from that event's time to Kafka's acknowledgement")
        Long lagMillis,
    @Schema(description = "events acknowledged since the collector started") long events,
    @Schema(description = "how a start can be kept from happening there")
        List<Capability> capabilities,
    @Schema(
            description =
                "ISO 8601 duration: how long a VM that was started around the hook may run before"
                    + " it is seen",
            examples = "PT2S")
        String exposureWindow) {

  static SourceView of(Feed feed) {
    Feed.Status status = feed.status();
    Optional<Capabilities> capabilities = feed.capabilities();
    return new SourceView(
        feed.name(),
        feed.type(),
        status.state().word(),
        status.state().reason(),
        status.since(),
        status.lastEventAt().orElse(null),
        status.lag().map(Duration::toMillis).orElse(null),
        status.events(),
        capabilities.map(c -> c.capabilities().stream().sorted().toList()).orElse(null),
        capabilities.map(c -> c.exposureWindow().toString()).orElse(null));
  }
}
