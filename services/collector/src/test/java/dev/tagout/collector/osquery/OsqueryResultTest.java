package dev.tagout.collector.osquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.event.AccessObserved;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HookState;
import dev.tagout.contracts.event.MissingUpdate;
import dev.tagout.contracts.event.NetworkObserved;
import dev.tagout.contracts.event.NicUse;
import dev.tagout.contracts.event.PatchScanned;
import dev.tagout.contracts.event.ProtectionObserved;
import dev.tagout.contracts.event.StorageObserved;
import dev.tagout.contracts.event.SystemObserved;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Hash;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OsqueryResultTest {
  @Test
  void readsWhoAndWhenFromASnapshot() {
    // When
    TagoutEvent event = event(Samples.of("tagout_patch_missing"));

    // Then
    assertThat(event.type()).isEqualTo(EventType.VM_PATCH_SCANNED);
    assertThat(event.subject()).isEqualTo("libvirt:0a1b2c3d-1111-4222-8333-944455566677");
    assertThat(event.source()).isEqualTo(URI.create("osquery"));
    assertThat(event.time()).isEqualTo("2026-03-02T08:15:04Z");
  }

  @Test
  void readsAResultInAPackWithTheWordsOfOldVersions() {
    // When
    TagoutEvent event = event(Samples.of("pack_site_pack_tagout_patch_missing"));

    // Then
    assertThat(event.subject()).isEqualTo("simulator:web-08");
    assertThat(event.source()).isEqualTo(URI.create("osquery"));
    assertThat(event.data()).isEqualTo(new PatchScanned(List.of(), "osquery"));
  }

  static Stream<Arguments> facts() {
    return Stream.of(
        Arguments.of(
            "tagout_patch_missing",
            new PatchScanned(
                List.of(
                    new MissingUpdate(
                        "KB5044288",
                        UpdateSeverity.CRITICAL,
                        Instant.parse("2026-02-10T00:00:00Z"),
                        "Cumulative update"),
                    new MissingUpdate("KB5043080", UpdateSeverity.IMPORTANT, null, null)),
                "osquery")),
        Arguments.of(
            "tagout_protection",
            new ProtectionObserved(
                new ProtectionObserved.Antivirus(
                    true, false, Instant.parse("2026-03-02T00:00:00Z")),
                new ProtectionObserved.Encryption(true),
                null,
                null)),
        Arguments.of(
            "tagout_host_patch_missing",
            new PatchScanned(
                List.of(
                    new MissingUpdate(
                        "DSA-5779-1",
                        UpdateSeverity.LOW,
                        Instant.parse("2026-02-10T12:00:00Z"),
                        null)),
                "osquery")),
        Arguments.of(
            "tagout_host_system",
            new SystemObserved(
                "server-core",
                "10.0.26100",
                List.of("hyper-v"),
                List.of(),
                new SystemObserved.HostAntivirus(false, null),
                new SystemObserved.StartHook(HookState.DISABLED, Hash.sha256()))),
        Arguments.of(
            "tagout_host_network",
            new NetworkObserved(
                List.of(
                    new NetworkObserved.HostNic("mgmt0", NicUse.MANAGEMENT, null, null, null),
                    new NetworkObserved.HostNic(
                        "trunk0", NicUse.GUEST, "dmz", List.of(120, 130), "vs0")))),
        Arguments.of(
            "tagout_host_storage",
            new StorageObserved(
                new StorageObserved.Tpm(true, false),
                List.of(
                    new StorageObserved.Volume("/var/lib/libvirt/images", true, true, "luks2")))),
        Arguments.of("tagout_host_access", new AccessObserved(List.of("alice", "bob"))));
  }

  @ParameterizedTest
  @MethodSource
  void facts(String query, EventData expected) {
    // When
    TagoutEvent event = event(Samples.of(query));

    // Then
    assertThat(event.data()).isEqualTo(expected);
  }

  @Test
  void doesNotTakeWhatNobodyLookedAtForNothing() {
    // Given
    ObjectNode line = Samples.of("tagout_host_system");
    line.withArray("snapshot").removeAll().addObject().put("kind", "version").put("value", "12");

    // When
    TagoutEvent event = event(line);

    // Then
    assertThat(event.data()).isEqualTo(new SystemObserved(null, "12", null, null, null, null));
  }

  @Test
  void namesTheHashThatIsNone() {
    // Given
    ObjectNode line = Samples.of("tagout_host_system");
    ObjectNode row = line.withArray("snapshot").removeAll().addObject();
    row.put("kind", "start_hook").put("value", "installed").put("sha256", "md5:0f47");

    // When
    ContractViolation violation = catchThrowableOfType(ContractViolation.class, () -> event(line));

    // Then
    assertThat(violation.field()).isEqualTo("snapshot[0].sha256");
  }

  @Test
  void givesTheSameResultTheSameIdAndAnotherAnother() {
    // Given
    ObjectNode later = Samples.of("tagout_patch_missing").put("unixTime", 1772439305);

    // When
    String id = event(Samples.of("tagout_patch_missing")).id();

    // Then
    assertThat(id).isEqualTo(event(Samples.of("tagout_patch_missing")).id());
    assertThat(id).isNotEqualTo(event(later).id());
  }

  @Test
  void tellsClonesWithOneHostIdentifierApart() {
    // Given
    ObjectNode clone = Samples.of("tagout_patch_missing");
    clone.withObject("decorations").put("vm_id", "libvirt:clone");

    // When
    String id = event(clone).id();

    // Then
    assertThat(id).isNotEqualTo(event(Samples.of("tagout_patch_missing")).id());
  }

  @Test
  void takesTheTimeOfTheScanThatAQueryReads() {
    // Given
    ObjectNode line = Samples.of("tagout_patch_missing");
    line.set(
        "snapshot",
        rows(
            """
            [{"id":"DSA-5779-1","severity":"important","observed_at":"1772400000"},
             {"id":"","severity":"","observed_at":"2026-03-01T21:20:00Z"}]"""));

    // When
    TagoutEvent event = event(line);

    // Then
    assertThat(event.time()).isEqualTo("2026-03-01T21:20:00Z");
    assertThat(event.data())
        .isEqualTo(
            new PatchScanned(
                List.of(new MissingUpdate("DSA-5779-1", UpdateSeverity.IMPORTANT, null, null)),
                "osquery"));
  }

  @ParameterizedTest
  @CsvSource({
    "tagout_patch_missing, PATCH_MISSING",
    "pack_a_b_tagout_patch_missing, PATCH_MISSING",
    "tagout_host_patch_missing, HOST_PATCH_MISSING",
    "pack_a_tagout_host_patch_missing, HOST_PATCH_MISSING",
    "my_tagout_patch_missing,",
    "pack_vmadm_patches,",
    "tagout_patch_missing_2,",
  })
  void knowsItsQueriesByName(String name, Query query) {
    // When
    ObjectNode line = Samples.of("tagout_patch_missing").put("name", name);

    // Then
    assertThat(result(line).query().orElse(null)).isEqualTo(query);
  }

  @Test
  void leavesTheQueriesOfOthersAlone() {
    // When
    List<ObjectNode> lines = Samples.others();

    // Then
    assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(result(line).query()).isEmpty());
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("{\"name\":\"tagout_protection\"}", "hostIdentifier"),
        Arguments.of("{\"hostIdentifier\":\"a\"}", "name"),
        Arguments.of("{\"hostIdentifier\":[],\"name\":\"b\"}", "hostIdentifier"),
        Arguments.of("[]", "$"),
        Arguments.of("osqueryd started", "$"),
        Arguments.of("", "$"),
        Arguments.of(with("unixTime", "soon"), "unixTime"),
        Arguments.of(with("unixTime", "9223372036854775807"), "unixTime"),
        Arguments.of(with("snapshot", "none"), "snapshot"),
        Arguments.of(withRows("[7]"), "snapshot[0]"),
        Arguments.of(
            withRows("[{\"id\":\"\",\"severity\":\"\",\"observed_at\":\"\"}]"), "snapshot[0].id"),
        Arguments.of(
            withRows("[{\"observed_at\":\"1\"},{\"observed_at\":\"2\"}]"),
            "snapshot[1].observed_at"),
        Arguments.of(withRows("[{\"severity\":\"low\"}]"), "snapshot[0].id"),
        Arguments.of(withRows("[{\"id\":\"a\"}]"), "snapshot[0].severity"),
        Arguments.of(
            withRows("[{\"id\":\"a\",\"severity\":\"low\",\"published\":\"10/2/26\"}]"),
            "snapshot[0].published"),
        Arguments.of(
            withRows("[{\"id\":\"" + "x".repeat(300) + "\",\"severity\":\"low\"}]"),
            "snapshot[0].id"),
        Arguments.of(
            withDecoration("host_uuid", "00000000-0000-0000-0000-000000000000"),
            "decorations.host_uuid"),
        Arguments.of(withDecoration("host_uuid", "Not Settable"), "decorations.host_uuid"),
        Arguments.of(withDecoration("host_uuid", ""), "decorations.vm_id"),
        Arguments.of(withDecoration("vm_id", "no platform"), "decorations.vm_id"));
  }

  @ParameterizedTest
  @MethodSource
  void malformed(String line, String field) {
    // When
    ContractViolation violation = violation(line);

    // Then
    assertThat(violation.field()).isEqualTo(field);
  }

  static Stream<Arguments> partial() {
    return Stream.of(
        Arguments.of("\"columns\":{\"id\":\"a\"},\"action\":\"added\",\"counter\":0", "columns"),
        Arguments.of("\"columns\":{\"id\":\"a\"},\"action\":\"snapshot\",\"counter\":0", "columns"),
        Arguments.of(
            "\"diffResults\":{\"added\":[],\"removed\":[]},\"counter\":12", "diffResults"));
  }

  @ParameterizedTest
  @MethodSource
  void partial(String shape, String field) {
    // When
    ContractViolation violation =
        violation(
            """
            {%s,"name":"tagout_patch_missing","hostIdentifier":"a","unixTime":1772439304,
             "decorations":{"vm_id":"libvirt:a"}}"""
                .formatted(shape));

    // Then
    assertThat(violation.field()).isEqualTo(field);
    assertThat(violation.problem())
        .contains("schedule tagout_patch_missing with \"snapshot\": true");
  }

  @ParameterizedTest
  @CsvSource({
    "tagout_protection",
    "tagout_host_system",
    "tagout_host_network",
    "tagout_host_storage"
  })
  void concludesNothingFromNoRows(String query) {
    // Given
    ObjectNode line = Samples.of(query);
    line.withArray("snapshot").removeAll();

    // When
    ContractViolation violation = violation(line.toString());

    // Then
    assertThat(violation.field()).isEqualTo("snapshot");
  }

  private static String with(String field, String value) {
    return Samples.of("tagout_patch_missing").put(field, value).toString();
  }

  private static String withRows(String rows) {
    return Samples.of("tagout_patch_missing").<ObjectNode>set("snapshot", rows(rows)).toString();
  }

  private static JsonNode rows(String rows) {
    return Json.tree(rows.getBytes(StandardCharsets.UTF_8));
  }

  private static String withDecoration(String name, String value) {
    ObjectNode line = Samples.of("tagout_patch_missing");
    line.withObject("decorations").put(name, value);
    return line.toString();
  }

  private static ContractViolation violation(String line) {
    return catchThrowableOfType(
        ContractViolation.class,
        () -> {
          OsqueryResult result = OsqueryResult.parse(line.getBytes(StandardCharsets.UTF_8));
          result.toEvent(result.query().orElseThrow(), "libvirt");
        });
  }

  private static TagoutEvent event(ObjectNode line) {
    OsqueryResult result = result(line);
    return result.toEvent(result.query().orElseThrow(), "libvirt");
  }

  private static OsqueryResult result(ObjectNode line) {
    return OsqueryResult.parse(Json.bytes(line));
  }
}
