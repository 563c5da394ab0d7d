package dev.tagout.collector.osquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.event.AccessObserved;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the packs' queries on SQLite, which is what osquery is made of, over tables with osquery's
 * names and columns.
 */
class PackIT {
  @TempDir Path directory;

  @BeforeEach
  void needSqlite() throws InterruptedException {
    assumeTrue(sqliteIsThere(), "sqlite3 is not installed");
  }

  @Test
  void tellsTheUpdatesThatWereFoundMissingAndWhen() {
    // When
    TagoutEvent event = event("tagout-vm", "tagout_patch_missing", "");

    // Then
    assertThat(event.subject()).isEqualTo("libvirt:0a1b2c3d-1111-4222-8333-944455566677");
    assertThat(event.time()).isEqualTo("2026-03-02T08:00:00Z");
    assertThat(event.data())
        .isEqualTo(
            new PatchScanned(
                List.of(new MissingUpdate("DSA-5779-1", UpdateSeverity.IMPORTANT, null, "openssl")),
                "osquery"));
  }

  @Test
  void doesNotTakeAListThatIsNotThereForNoUpdates() {
    // When
    ContractViolation violation =
        catchThrowableOfType(
            ContractViolation.class,
            () -> event("tagout-host", "tagout_host_patch_missing", "DELETE FROM tagout_updates;"));

    // Then
    assertThat(violation.field()).isEqualTo("snapshot[0].id");
  }

  @Test
  void tellsOfClamavAndEncryptionInTheGuest() {
    // When
    TagoutEvent event = event("tagout-vm", "tagout_protection", "");

    // Then
    assertThat(event.data())
        .isEqualTo(
            new ProtectionObserved(
                new ProtectionObserved.Antivirus(true, true, Instant.parse("2026-03-02T00:00:00Z")),
                new ProtectionObserved.Encryption(true),
                null,
                null));
  }

  @Test
  void doesNotSayThatAnotherAntivirusRuns() {
    // When
    TagoutEvent event =
        event(
            "tagout-vm",
            "tagout_protection",
            "DELETE FROM deb_packages; DELETE FROM file; DELETE FROM disk_encryption;"
                + " INSERT INTO rpm_packages VALUES ('falcon-sensor', '7', '1');");

    // Then
    assertThat(event.data())
        .isEqualTo(
            new ProtectionObserved(
                new ProtectionObserved.Antivirus(true, null, null), null, null, null));
  }

  @Test
  void tellsWhatAHostIsAndHas() {
    // When
    TagoutEvent event = event("tagout-host", "tagout_host_system", "");

    // Then
    assertThat(event.subject()).isEqualTo("libvirt:host-a");
    assertThat(event.data())
        .isEqualTo(
            new SystemObserved(
                "minimal",
                "Debian GNU/Linux 12 (bookworm)",
                List.of("database", "libvirt"),
                List.of("clamav-daemon", "htop"),
                new SystemObserved.HostAntivirus(true, null),
                new SystemObserved.StartHook(HookState.INSTALLED, Hash.sha256())));
  }

  @Test
  void doesNotTakeAHostWithoutSystemdForOneWithoutRoles() {
    // When
    TagoutEvent event =
        event(
            "tagout-host",
            "tagout_host_system",
            "DELETE FROM systemd_units; DELETE FROM deb_packages;"
                + " INSERT INTO file VALUES ('', '/usr/share/xsessions', 'gnome.desktop', 0, '0644', 'regular');");

    // Then
    assertThat(event.data())
        .isEqualTo(
            new SystemObserved(
                "desktop",
                "Debian GNU/Linux 12 (bookworm)",
                null,
                null,
                new SystemObserved.HostAntivirus(false, null),
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "'DELETE FROM file WHERE filename = ''50-tagout''; DELETE FROM hash;', MISSING",
    "'UPDATE file SET mode = ''1644'' WHERE filename = ''50-tagout'';', DISABLED",
    "'UPDATE file SET type = ''directory'' WHERE filename = ''50-tagout'';', DISABLED"
  })
  void tellsOfAStartHookThatIsNotRun(String change, HookState state) {
    // When
    TagoutEvent event = event("tagout-host", "tagout_host_system", change);

    // Then
    assertThat(((SystemObserved) event.data()).startHook().state()).isEqualTo(state);
  }

  @Test
  void saysNothingOfAStartHookWhereThereIsNoLibvirt() {
    // When
    TagoutEvent event =
        event(
            "tagout-host",
            "tagout_host_system",
            "DELETE FROM systemd_units WHERE id LIKE 'virtqemud%';");

    // Then
    assertThat(((SystemObserved) event.data()).roles()).containsExactly("database");
    assertThat(((SystemObserved) event.data()).startHook()).isNull();
  }

  @Test
  void guessesNoUseOfANic() {
    // When
    TagoutEvent event = event("tagout-host", "tagout_host_network", "");

    // Then
    assertThat(event.data())
        .isEqualTo(
            new NetworkObserved(
                List.of(
                    new NetworkObserved.HostNic("eno1", NicUse.UNRECOGNIZED, null, null, null),
                    new NetworkObserved.HostNic("enp2s0", NicUse.UNRECOGNIZED, null, null, null))));
  }

  @Test
  void tellsWhichVolumesHoldVmsAndWhichAreEncrypted() {
    // When
    TagoutEvent event = event("tagout-host", "tagout_host_storage", "");

    // Then
    assertThat(event.data())
        .isEqualTo(
            new StorageObserved(
                new StorageObserved.Tpm(true, null),
                List.of(
                    new StorageObserved.Volume("/", true, false, null),
                    new StorageObserved.Volume(
                        "/var/lib/libvirt", true, true, "LUKS2-aes-xts-plain64"))));
  }

  @Test
  void doesNotTakeAVolumeOfWhichNothingIsKnownForPlain() {
    // When
    ContractViolation violation =
        catchThrowableOfType(
            ContractViolation.class,
            () ->
                event(
                    "tagout-host",
                    "tagout_host_storage",
                    "INSERT INTO mounts VALUES"
                        + " ('nas:/vms', 'nas:/vms', '/var/lib/libvirt/images', 'nfs4');"));

    // Then
    assertThat(violation.field()).startsWith("snapshot[").endsWith(".encrypted");
  }

  @Test
  void expandsTheGroupsThatMayAdministrate() {
    // When
    TagoutEvent event = event("tagout-host", "tagout_host_access", "");

    // Then
    assertThat(((AccessObserved) event.data()).administrators())
        .containsExactlyInAnyOrder("root", "alice", "bob", "deploy");
  }

  /** What the collector makes of a query's result on the machine of the sample, changed first. */
  private TagoutEvent event(String packName, String query, String change) {
    Pack pack = Pack.of(packName);
    String name = "pack_" + packName + "_" + query;
    ObjectNode line = Json.mapper().createObjectNode();
    line.set("snapshot", rows(change, pack.queries().get(name).path("query").textValue()));
    line.put("action", "snapshot");
    line.put("name", name);
    line.put("hostIdentifier", "host-a");
    line.put("calendarTime", "Mon Mar  2 08:15:04 2026 UTC");
    line.put("unixTime", 1772439304);
    line.put("epoch", 0);
    line.put("counter", 0);
    line.put("numerics", false);
    line.set("decorations", rows("", pack.decorator()).path(0));
    OsqueryResult result = OsqueryResult.parse(Json.bytes(line));
    return result.toEvent(result.query().orElseThrow(), "libvirt");
  }

  private JsonNode rows(String change, String query) {
    try (var tables = PackIT.class.getResourceAsStream("/osquery/tables.synthetic.sql")) {
      String sql = new String(tables.readAllBytes(), StandardCharsets.UTF_8);
      Path input = directory.resolve("input.sql");
      Path output = directory.resolve("output");
      Files.writeString(input, sql + change + "\n.mode json\n" + query + ";\n");
      int status =
          new ProcessBuilder("sqlite3", "-batch", "-bail", ":memory:")
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      String said = Files.readString(output);
      assertThat(status).as(said).isZero();
      return Json.tree((said.isBlank() ? "[]" : said).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static boolean sqliteIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("sqlite3", "-version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
