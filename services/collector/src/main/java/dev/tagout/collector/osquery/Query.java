package dev.tagout.collector.osquery;

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
import dev.tagout.contracts.event.UpdateSeverity;
import dev.tagout.contracts.json.ContractViolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The scheduled queries that mean something to us, by name; in a pack also as {@code
 * pack_<pack>_<name>}. Each is a snapshot query with the columns that stand at its method below. An
 * empty value is an unknown one. No rows at all are an answer only where there can truly be
 * nothing: of missing updates.
 *
 * <p>Any of them may have the column {@code observed_at?}: a query that reads what another tool
 * found earlier says so, or an old scan would look new each time that osquery reads it. {@code
 * deploy/osquery} has a pack with them.
 */
enum Query {
  PATCH_MISSING("tagout_patch_missing", EventType.VM_PATCH_SCANNED, Query::patchScanned),
  PROTECTION("tagout_protection", EventType.VM_PROTECTION_OBSERVED, Query::protection),
  HOST_PATCH_MISSING(
      "tagout_host_patch_missing", EventType.HOST_PATCH_SCANNED, Query::patchScanned),
  HOST_SYSTEM("tagout_host_system", EventType.HOST_SYSTEM_OBSERVED, Query::system),
  HOST_NETWORK("tagout_host_network", EventType.HOST_NETWORK_OBSERVED, Query::network),
  HOST_STORAGE("tagout_host_storage", EventType.HOST_STORAGE_OBSERVED, Query::storage),
  HOST_ACCESS("tagout_host_access", EventType.HOST_ACCESS_OBSERVED, Query::access);

  private static final String OBSERVED_AT = "observed_at";

  private final String queryName;
  private final EventType eventType;
  private final Function<List<Row>, EventData.Observation> reading;

  Query(String queryName, EventType eventType, Function<List<Row>, EventData.Observation> reading) {
    this.queryName = queryName;
    this.eventType = eventType;
    this.reading = reading;
  }

  /** The query with this name in osquery's result; empty when it is none of ours. */
  static Optional<Query> named(String name) {
    return Arrays.stream(values())
        .filter(
            q ->
                name.equals(q.queryName)
                    || name.startsWith("pack_") && name.endsWith("_" + q.queryName))
        .findFirst();
  }

  String queryName() {
    return queryName;
  }

  EventType eventType() {
    return eventType;
  }

  /**
   * @throws ContractViolation that names the row and column
   */
  EventData.Observation read(List<Row> rows) {
    return reading.apply(rows);
  }

  /**
   * When the facts were observed, if not when the query ran; the rows may not disagree.
   *
   * @throws ContractViolation that names the row
   */
  static Optional<Instant> observedAt(List<Row> rows) {
    Instant observedAt = null;
    for (Row row : rows) {
      Instant here = row.instant(OBSERVED_AT);
      if (here != null && observedAt != null && !here.equals(observedAt)) {
        throw row.violation(OBSERVED_AT, "differs from that of a row before");
      }
      observedAt = here == null ? observedAt : here;
    }
    return Optional.ofNullable(observedAt);
  }

  /**
   * {@code id, severity, published?, title?}: a row for each missing update. A row with {@code
   * observed_at} alone is none: it says of a scan that found nothing when it was.
   */
  private static PatchScanned patchScanned(List<Row> rows) {
    List<Row> updates =
        rows.stream()
            .filter(row -> row.text("id") != null || row.text(OBSERVED_AT) == null)
            .toList();
    return new PatchScanned(each(updates, Query::missingUpdate), "osquery");
  }

  private static MissingUpdate missingUpdate(Row row) {
    return new MissingUpdate(
        row.requiredText("id"),
        row.word("severity", UpdateSeverity.class),
        row.instant("published"),
        row.text("title"));
  }

  /**
   * One row: {@code antivirus_installed?, antivirus_running?, signatures_at?,
   * encryption_inside_guest?, ipsec?, attested?, attested_at?}.
   */
  private static ProtectionObserved protection(List<Row> rows) {
    Row row = present(rows).getFirst();
    if (rows.size() > 1) {
      throw new ContractViolation(rows.get(1).path(), "is a second row, one is taken");
    }
    Boolean antivirus = row.bool("antivirus_installed");
    Boolean encryption = row.bool("encryption_inside_guest");
    Boolean attested = row.bool("attested");
    return new ProtectionObserved(
        antivirus == null
            ? null
            : new ProtectionObserved.Antivirus(
                antivirus, row.bool("antivirus_running"), row.instant("signatures_at")),
        encryption == null ? null : new ProtectionObserved.Encryption(encryption),
        row.bool("ipsec"),
        attested == null
            ? null
            : new ProtectionObserved.Health(attested, row.instant("attested_at")));
  }

  /**
   * {@code kind, value?}: a row for each {@code role} and {@code application}, and one of {@code
   * edition}, {@code version}, {@code antivirus_installed}. A role or application without a value
   * says that there is none; no such row at all, that nobody looked. And {@code kind=start_hook,
   * value, sha256?}: the state of the start hook and the hash of its file.
   */
  private static SystemObserved system(List<Row> rows) {
    String edition = null;
    String version = null;
    SystemObserved.HostAntivirus antivirus = null;
    SystemObserved.StartHook startHook = null;
    List<String> roles = null;
    List<String> applications = null;
    for (Row row : present(rows)) {
      switch (row.requiredText("kind")) {
        case "edition" -> edition = row.text("value");
        case "version" -> version = row.text("value");
        case "role" -> roles = with(roles, row.text("value"));
        case "application" -> applications = with(applications, row.text("value"));
        case "antivirus_installed" ->
            antivirus =
                row.text("value") == null
                    ? null
                    : new SystemObserved.HostAntivirus(row.bool("value"), null);
        case "start_hook" ->
            startHook =
                new SystemObserved.StartHook(
                    row.word("value", HookState.class), row.hash("sha256"));
        default ->
            throw row.violation(
                "kind",
                "must be edition, version, role, application, antivirus_installed or start_hook");
      }
    }
    return new SystemObserved(edition, version, roles, applications, antivirus, startHook);
  }

  /** {@code name, use, zone?, vlans? (between commas), switch?}: a row for each NIC. */
  private static NetworkObserved network(List<Row> rows) {
    return new NetworkObserved(
        each(
            present(rows),
            row ->
                new NetworkObserved.HostNic(
                    row.requiredText("name"),
                    row.word("use", NicUse.class),
                    row.text("zone"),
                    row.numbers("vlans"),
                    row.text("switch"))));
  }

  /**
   * A row for each volume, {@code kind=volume, path, holds_vm_files, encrypted, method?}, and one
   * for the TPM, {@code kind=tpm, present, in_use?}.
   */
  private static StorageObserved storage(List<Row> rows) {
    StorageObserved.Tpm tpm = null;
    List<StorageObserved.Volume> volumes = null;
    for (Row row : present(rows)) {
      switch (row.requiredText("kind")) {
        case "tpm" -> tpm = in(row, Query::tpm);
        case "volume" -> volumes = with(volumes, in(row, Query::volume));
        default -> throw row.violation("kind", "must be tpm or volume");
      }
    }
    return new StorageObserved(tpm, volumes);
  }

  private static StorageObserved.Tpm tpm(Row row) {
    return new StorageObserved.Tpm(row.bool("present"), row.bool("in_use"));
  }

  private static StorageObserved.Volume volume(Row row) {
    return new StorageObserved.Volume(
        row.requiredText("path"),
        row.bool("holds_vm_files"),
        row.bool("encrypted"),
        row.text("method"));
  }

  /** {@code administrator}: a row for each account, groups expanded. */
  private static AccessObserved access(List<Row> rows) {
    return new AccessObserved(each(present(rows), row -> row.requiredText("administrator")));
  }

  private static List<Row> present(List<Row> rows) {
    if (rows.isEmpty()) {
      throw new ContractViolation("snapshot", "has no rows, and nothing follows from that");
    }
    return rows;
  }

  private static <T> List<T> each(List<Row> rows, Function<Row, T> reading) {
    return rows.stream().map(row -> in(row, reading)).toList();
  }

  /** What the contract has to say about a row, with the row's place. */
  private static <T> T in(Row row, Function<Row, T> reading) {
    try {
      return reading.apply(row);
    } catch (ContractViolation e) {
      throw e.field().startsWith(row.path()) ? e : e.within(row.path());
    }
  }

  private static <T> List<T> with(List<T> list, T value) {
    List<T> more = list == null ? new ArrayList<>() : list;
    if (value != null) {
      more.add(value);
    }
    return more;
  }
}
