package dev.tagout.collector.ingest;

import dev.tagout.contracts.event.AccessObserved;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.HostDisconnected;
import dev.tagout.contracts.event.HostRemoved;
import dev.tagout.contracts.event.NetworkObserved;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.StorageObserved;
import dev.tagout.contracts.event.SystemObserved;
import dev.tagout.contracts.event.VmDefined;
import dev.tagout.contracts.event.VmMigrated;
import dev.tagout.contracts.event.VmRemoved;
import dev.tagout.contracts.event.VmStarted;
import dev.tagout.contracts.event.VmStopped;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shape of a structured CloudEvent, for the OpenAPI document only. */
@Schema(name = "Event", description = "a CloudEvent 1.0 in JSON")
record EventDocument(
    @Schema(required = true, enumeration = "1.0") String specversion,
    @Schema(
            required = true,
            minLength = 1,
            maxLength = 200,
            description = "with source, the identity by which a second delivery is recognised")
        String id,
    @Schema(
            required = true,
            maxLength = 500,
            description = "who saw it, a URI reference",
            examples = "/scanner/nightly")
        URI source,
    @Schema(required = true, description = "says which shape data has") String type,
    @Schema(
            required = true,
            pattern = "[a-z][a-z0-9-]{0,31}:[\\x21-\\x7e]{1,200}",
            description = "id of the VM or host",
            examples = "libvirt:0f3c2a6e-7c1d-4e57-9a3b-2f6d8c1b4a90")
        String subject,
    @Schema(
            required = true,
            description =
                "when it was observed; the newer of two facts counts, and one from more than five"
                    + " minutes ahead is refused")
        Instant time,
    @Schema(description = "application/json, also when absent") String datacontenttype,
    @Schema(required = true) Data data) {

  /** One of the shapes; {@code type} says which. */
  @Schema(
      name = "EventData",
      oneOf = {
        PatchScanned.class,
        ProtectionObserved.class,
        SystemObserved.class,
        NetworkObserved.class,
        StorageObserved.class,
        AccessObserved.class,
        VmDefined.class,
        VmStarted.class,
        VmStopped.class,
        VmMigrated.class,
        VmRemoved.class,
        HostConnected.class,
        HostDisconnected.class,
        HostRemoved.class
      })
  interface Data {}
}
