package dev.tagout.exporter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Item;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The bulk interface of Elasticsearch and OpenSearch: {@code create} with the finding's id as
 * {@code _id}, the only operation that data streams take. What is there already (409) is a success:
 * so a finding that is sent twice is there once.
 */
public final class ElasticBulk implements Dialect {
  /** Of an _id, in bytes. */
  private static final int LONGEST_ID = 512;

  /** Errors that are about a document, and about nothing else. */
  private static final Set<String> ABOUT_A_DOCUMENT =
      Set.of(
          "document_parsing_exception",
          "mapper_parsing_exception",
          "strict_dynamic_mapping_exception",
          "x_content_parse_exception",
          "max_bytes_length_exceeded_exception");

  private final Credentials credentials;
  private final Format format;

  public ElasticBulk(Credentials credentials, Format format) {
    this.credentials = credentials;
    this.format = format;
  }

  @Override
  public byte[] entry(Item item, int limit) {
    ObjectNode create = JsonNodeFactory.instance.objectNode();
    create.putObject("create").put("_id", id(item.finding().id()));
    String action = Json.text(create) + "\n";
    int around = action.getBytes(StandardCharsets.UTF_8).length + 1;
    String text = item.text(format, limit - around);
    return text == null ? null : (action + text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String id(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_ID) {
      return id;
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void describe(HttpRequest.Builder request, byte[] body) throws AwayException {
    request.header("Content-Type", "application/x-ndjson");
    credentials.show(request);
  }

  @Override
  public void taken(List<Item> items, Answer answer) throws AwayException {
    JsonNode results = answer.json().path("items");
    if (!results.isArray() || results.size() != items.size()) {
      throw new AwayException("it answers 200, but not as a bulk interface does: " + answer.text());
    }
    boolean takesOthers = false;
    for (JsonNode result : results) {
      takesOthers |= result.at("/create/status").asInt() / 100 == 2;
    }
    int again = 0;
    String why = null;
    for (int i = 0; i < items.size(); i++) {
      JsonNode result = results.get(i).path("create");
      int status = result.path("status").asInt();
      if (status / 100 == 2 || status == 409) {
        items.get(i).delivered();
      } else if (isAboutTheDocument(status, result, takesOthers)) {
        items.get(i).refused(reason(answer, status, result));
      } else {
        again++;
        why = reason(answer, status, result);
      }
    }
    if (again > 0) {
      throw new AwayException("%d of %d not taken: %s".formatted(again, items.size(), why));
    }
  }

  /**
   * Whether the document will never be taken. A status of 400 also says that the cluster has too
   * many shards, or lacks a pipeline: then no document of the request is taken.
   */
  private static boolean isAboutTheDocument(int status, JsonNode result, boolean takesOthers) {
    return switch (status) {
      // Rights, indices and load are the same for every document.
      case 401, 403, 404, 429 -> false;
      default ->
          status / 100 == 4
              && (takesOthers || ABOUT_A_DOCUMENT.contains(result.at("/error/type").asText()));
    };
  }

  private static String reason(Answer answer, int status, JsonNode result) {
    JsonNode error = result.path("error");
    return "it answers "
        + status
        + " for the document: "
        + answer.text(error.path("type").asText() + " " + error.path("reason").asText());
  }

  @Override
  public Rejection rejected(List<Item> items, Answer answer) throws AwayException {
    String reason = "it answers " + answer.said();
    if (answer.status() == 400) {
      // Of single documents an answer of 200 tells.
      throw new AwayException(reason);
    }
    return new Rejection(reason, false);
  }
}
