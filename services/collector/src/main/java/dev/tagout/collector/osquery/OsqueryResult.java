package dev.tagout.collector.osquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.SubjectKind;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A line of osquery's result log. Its JSON is not that of osquery's documentation: the code writes
 * {@code hostIdentifier} and real integers, old versions {@code hostname} and integers as text
 * (osquery/core/query.cpp, docs/wiki/deployment/logging.md). Both are taken.
 *
 * @param hostIdentifier how osquery calls the machine
 * @param root the whole line
 */
record OsqueryResult(String hostIdentifier, String queryName, JsonNode root) {
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Firmware that was never given a UUID says one of these, on every machine. */
  private static final Pattern NO_UUID = Pattern.compile("[0-]*|[f-]*");

  /**
   * One for all machines, because a policy names the sources that it trusts one by one. Which
   * machine it was the subject says, and the id tells two machines of one subject apart.
   */
  private static final URI SOURCE = URI.create("osquery");

  private static final int LONGEST_IDENTIFIER = 255;

  /**
   * @throws ContractViolation that names what is missing or wrong
   */
  static OsqueryResult parse(byte[] line) {
    JsonNode root = Json.tree(line == null ? new byte[0] : line);
    if (!root.isObject()) {
      throw new ContractViolation("$", "must be a JSON object");
    }
    String identifier = scalar(root, "hostIdentifier");
    if (identifier == null) {
      identifier = scalar(root, "hostname");
    }
    if (identifier == null) {
      throw new ContractViolation("hostIdentifier", "is required");
    }
    if (identifier.length() > LONGEST_IDENTIFIER) {
      throw new ContractViolation("hostIdentifier", "is longer than " + LONGEST_IDENTIFIER);
    }
    return new OsqueryResult(identifier, required(root, "name"), root);
  }

  /** The query, when it is one of ours. */
  Optional<Query> query() {
    return Query.named(queryName);
  }

  /**
   * The observation.
   *
   * @param platform of a VM that is named by its UUID only
   * @throws ContractViolation that names what is missing or wrong
   */
  TagoutEvent toEvent(Query query, String platform) {
    String subject = subject(query.eventType().subjectKind(), platform);
    Instant queriedAt = time();
    List<Row> rows = rows(query);
    EventData data = query.read(rows);
    return new TagoutEvent(
        id(subject),
        SOURCE,
        query.eventType(),
        subject,
        Query.observedAt(rows).orElse(queriedAt),
        data);
  }

  /**
   * The rows of a result that is whole by itself: a snapshot, or the first result of a differential
   * query (counter 0) when it came in one piece.
   */
  private List<Row> rows(Query query) {
    if (root.path("snapshot").isArray()) {
      return rows(root.path("snapshot"), "snapshot");
    }
    if (root.has("columns")) {
      throw notWhole("columns", "is one row of several", query);
    }
    JsonNode differences = root.path("diffResults");
    if (!differences.isObject()) {
      throw new ContractViolation("snapshot", "is required");
    }
    if (integer("counter") != 0) {
      throw notWhole("diffResults", "is a change to a result that we do not keep", query);
    }
    JsonNode added = differences.path("added");
    if (!added.isArray()) {
      throw new ContractViolation("diffResults.added", "must be an array of rows");
    }
    return rows(added, "diffResults.added");
  }

  private static ContractViolation notWhole(String field, String problem, Query query) {
    return new ContractViolation(
        field,
        problem
            + "; schedule "
            + query.queryName()
            + " with \"snapshot\": true, without --logger_snapshot_event_type");
  }

  private static List<Row> rows(JsonNode array, String field) {
    List<Row> rows = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      rows.add(new Row(array.get(i), field + "[" + i + "]"));
    }
    return rows;
  }

  private String subject(SubjectKind kind, String platform) {
    return switch (kind) {
      case VM -> vm(platform).value();
      case HOST -> host().value();
    };
  }

  private VmId vm(String platform) {
    String id = decoration("vm_id");
    if (id != null) {
      return in("decorations.vm_id", () -> new VmId(id));
    }
    String uuid = decoration("host_uuid");
    if (uuid == null) {
      throw new ContractViolation("decorations.vm_id", "is required, or host_uuid");
    }
    String lower = uuid.toLowerCase(Locale.ROOT);
    if (!UUID.matcher(lower).matches() || NO_UUID.matcher(lower).matches()) {
      throw new ContractViolation("decorations.host_uuid", "must be the machine's own UUID");
    }
    return VmId.of(platform, lower);
  }

  private HostId host() {
    String id = decoration("host_id");
    if (id == null) {
      throw new ContractViolation(
          "decorations.host_id", "is required: the host's id, such as libvirt:host-a");
    }
    return in("decorations.host_id", () -> new HostId(id));
  }

  /** With {@code --decorations_top_level} they stand beside the other fields. */
  private String decoration(String name) {
    String value = scalar(root.path("decorations"), name);
    return value == null ? scalar(root, name) : value;
  }

  private Instant time() {
    try {
      return Instant.ofEpochSecond(integer("unixTime"));
    } catch (DateTimeException e) {
      throw new ContractViolation("unixTime", "must be seconds since 1970");
    }
  }

  private long integer(String field) {
    try {
      return Long.parseLong(required(root, field));
    } catch (NumberFormatException e) {
      throw new ContractViolation(field, "must be a whole number");
    }
  }

  /**
   * The same for the same result, however often it is delivered. The subject is in it, because
   * clones of a machine share their host identifier.
   */
  private String id(String subject) {
    String identity =
        String.join(
            "\n",
            subject,
            hostIdentifier,
            queryName,
            String.valueOf(scalar(root, "epoch")),
            String.valueOf(scalar(root, "counter")),
            required(root, "unixTime"));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(identity.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String required(JsonNode node, String field) {
    String value = scalar(node, field);
    if (value == null) {
      throw new ContractViolation(field, "is required");
    }
    return value;
  }

  private static String scalar(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isContainerNode()) {
      throw new ContractViolation(field, "must be a plain value");
    }
    String text = value.asText("").strip();
    return text.isEmpty() || value.isNull() ? null : text;
  }

  private static <T> T in(String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (ContractViolation e) {
      throw e.within(field);
    }
  }
}
