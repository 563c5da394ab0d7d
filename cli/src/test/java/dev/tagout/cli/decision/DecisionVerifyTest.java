package dev.tagout.cli.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.InclusionProof;
import dev.tagout.contracts.record.MerkleTree;
import dev.tagout.contracts.record.RecordEntry;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntries;
import dev.tagout.contracts.record.SealedEntry;
import dev.tagout.contracts.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionVerifyTest {
  private static final Instant AT = Instant.parse("2026-11-24T11:00:00Z");
  private static final String OTHER = "01936b1c-7a00-7000-8000-000000000002";

  @TempDir Path directory;

  private final SigningKey key = SigningKey.generate();
  private final RecordEntry entry = entry(Answers.DECISION_ID);
  private final RecordEntry other = entry(OTHER);
  private final Seal seal =
      Seal.make(
          1,
          1,
          2,
          MerkleTree.root(List.of(entry.leaf(), other.leaf())),
          Hash.NONE,
          AT,
          Optional.of(key));

  private StandIn service;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
    terminal = Terminal.at(service);
    service.answers("GET /v1/record/keys", Json.text(List.of(key.verification())));
    service.answers("GET /v1/record/seals", Answers.page(Json.text(seal)));
    service.answers("GET /v1/record/seals?after=1&limit=500", Answers.page());
    service.answers("GET /v1/record/retentions", "[]");
    service.answers("GET /v1/record/unsealed", Answers.page());
    service.answers("GET /v1/decisions/" + Answers.DECISION_ID, Answers.denied());
    holds(entry.text(), other.text());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void provesTheWholeRecord() throws IOException {
    // Given
    Path pem = Files.writeString(directory.resolve("key.pem"), key.verification().pem());
    Path seals = Files.writeString(directory.resolve("seals.jsonl"), Json.text(seal) + "\n\n");

    // When
    Terminal.Result result =
        terminal.types("decision", "verify", "--key", pem.toString(), "--seals", seals.toString());

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            """
            The record is as it was sealed.
              seals       1
              entries     2
            """);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void namesTheRowThatWasChanged() {
    // Given
    holds(entry.text().replace("DENIED", "ALLOWED"), other.text());

    // When
    Terminal.Result result = terminal.types("decision", "verify");

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("The record is NOT as it was sealed: 1 fault.")
        .contains("decision " + Answers.DECISION_ID + " was changed after it was sealed (seal 1)")
        .contains("the key that the signatures were checked by came from the service itself");
  }

  @Test
  void provesOneDecision() {
    // When
    Terminal.Result result = terminal.types("decision", "verify", Answers.DECISION_ID);

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Decision " + Answers.DECISION_ID + " is as it was sealed.");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void doesNotProveADecisionThatIsShownInAnotherWay() {
    // Given
    service.answers("GET /v1/decisions/" + Answers.DECISION_ID, Answers.decision("ALLOWED", true));

    // When
    Terminal.Result result = terminal.types("decision", "verify", Answers.DECISION_ID);

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("is shown by the service in another way");
  }

  @Test
  void saysThatThereIsNoSuchDecision() {
    // When
    Terminal.Result result = terminal.types("decision", "verify", OTHER);

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("the record has no decision " + OTHER);
  }

  @Test
  void findsASealThatWasKeptElsewhereAndIsGone() throws IOException {
    // Given
    Seal second = Seal.make(2, 3, 1, Hash.sha256(), seal.hash(), AT, Optional.of(key));
    Path seals = Files.writeString(directory.resolve("seals.jsonl"), Json.text(second));

    // When
    Terminal.Result result =
        terminal.types("decision", "verify", "-o", "json", "--seals", seals.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    JsonNode report = Json.tree(result.out().getBytes(StandardCharsets.UTF_8));
    assertThat(report.at("/faults/0/kind").asText()).isEqualTo("kept");
    assertThat(report.path("proved").asBoolean()).isFalse();
  }

  @Test
  void namesTheFileThatIsNoneOfWhatItShouldBe() throws IOException {
    // Given
    Path nonsense = Files.writeString(directory.resolve("nonsense"), "nonsense");

    // When
    Terminal.Result noKey = terminal.types("decision", "verify", "--key", nonsense.toString());
    Terminal.Result noSeals = terminal.types("decision", "verify", "--seals", nonsense.toString());
    Terminal.Result noFile = terminal.types("decision", "verify", "--key", "missing.pem");

    // Then
    assertThat(noKey.exitCode()).isEqualTo(2);
    assertThat(noKey.err()).contains(nonsense + " is no Ed25519 public key in PEM");
    assertThat(noSeals.exitCode()).isEqualTo(2);
    assertThat(noSeals.err()).contains("line 1 of " + nonsense + " is no seal");
    assertThat(noFile.exitCode()).isEqualTo(2);
    assertThat(noFile.err()).contains("there is no file missing.pem");
  }

  private void holds(String... rows) {
    List<RecordEntry> sealed = List.of(entry, other);
    List<SealedEntry> items = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      items.add(
          new SealedEntry(i + 1, "decision", sealed.get(i).id(), sealed.get(i).leaf(), rows[i]));
    }
    service.answers("GET /v1/record/seals/1/entries", Json.text(new SealedEntries(seal, items)));
    service.answers(
        "GET /v1/record/proofs/" + Answers.DECISION_ID,
        Json.text(new InclusionProof(items.getFirst(), List.of(other.leaf()), seal)));
  }

  private static RecordEntry entry(String id) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("body", Json.tree(Answers.denied().getBytes(StandardCharsets.UTF_8)));
    return new RecordEntry("decision", id, AT, content);
  }
}
