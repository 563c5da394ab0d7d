package dev.tagout.policy.record;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.InclusionProof;
import dev.tagout.contracts.record.RecordReader;
import dev.tagout.contracts.record.Retention;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntries;
import dev.tagout.contracts.record.UnsealedEntry;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The record of the service under test, as somebody sees it who checks it from outside. */
final class RecordOverHttp implements RecordReader {
  @Override
  public List<Seal> seals(long after, int limit) {
    return list(
        get("/v1/record/seals?after=" + after + "&limit=" + limit).path("items"), Seal.class);
  }

  @Override
  public SealedEntries entries(long seal) {
    return Json.fromTree(get("/v1/record/seals/" + seal + "/entries"), SealedEntries.class);
  }

  @Override
  public Iterator<UnsealedEntry> unsealed() {
    List<UnsealedEntry> all = new ArrayList<>();
    String next = null;
    do {
      JsonNode page = get("/v1/record/unsealed" + (next == null ? "" : "?after=" + next));
      all.addAll(list(page.path("items"), UnsealedEntry.class));
      next = page.path("next").textValue();
    } while (next != null);
    return all.iterator();
  }

  @Override
  public List<Retention> retentions() {
    return list(get("/v1/record/retentions"), Retention.class);
  }

  @Override
  public Optional<InclusionProof> proof(String decision) {
    Response response = given().get("/v1/record/proofs/{id}", decision);
    return response.statusCode() == 200
        ? Optional.of(Json.read(response.asByteArray(), InclusionProof.class))
        : Optional.empty();
  }

  private static JsonNode get(String path) {
    Response response = given().get(path);
    response.then().statusCode(200);
    return Json.tree(response.asByteArray());
  }

  private static <T> List<T> list(JsonNode items, Class<T> type) {
    List<T> list = new ArrayList<>();
    items.forEach(item -> list.add(Json.fromTree(item, type)));
    return list;
  }
}
