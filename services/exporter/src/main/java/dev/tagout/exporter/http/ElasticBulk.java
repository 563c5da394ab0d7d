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

/**
 * The bulk interface of Elasticsearch and OpenSearch: {@code create} with the finding's id as
 * {@code _id}, the only operation that data streams take. What is there already (409) is a success:
 * so a finding that is sent twice is there once.
 */
public final class ElasticBulk implements Dialect {
  /** Of an _id, in bytes. */
  private static final int LONGEST_ID = 512;

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
  public void taken(List<Item> items, byte[] answer) throws AwayException {
    JsonNode results = Answer.json(answer).path("items");
    if (!results.isArray() || results.size() != items.size()) {
      throw new AwayException(
          "it answers 200, but not as a bulk interface does: " + Answer.text(answer));
    }
    int again = 0;
    String why = null;
    for (int i = 0; i < items.size(); i++) {
      JsonNode result = results.get(i).path("create");
      int status = result.path("status").asInt();
      if (status / 100 == 2 || status == 409) {
        items.get(i).delivered();
      } else if (status == 429 || status / 100 == 5 || status == 0) {
        again++;
        why = reason(status, result);
      } else if (status == 401 || status == 403 || status == 404) {
        // Rights and indices are the same for every document.
        again++;
        why = reason(status, result);
      } else {
        items.get(i).refused(reason(status, result));
      }
    }
    if (again > 0) {
      throw new AwayException("%d of %d not taken: %s".formatted(again, items.size(), why));
    }
  }

  private static String reason(int status, JsonNode result) {
    JsonNode error = result.path("error");
    return "it answers "
        + status
        + " for the document: "
        + Answer.text(
            (error.path("type").asText() + " " + error.path("reason").asText())
                .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String rejected(List<Item> items, int status, byte[] answer) {
    return "it answers " + status + ": " + Answer.text(answer);
  }
}
