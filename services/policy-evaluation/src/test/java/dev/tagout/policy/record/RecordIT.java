package dev.tagout.policy.record;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Fault;
import dev.tagout.contracts.record.Fault.Kind;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.RecordReport;
import dev.tagout.contracts.record.RecordVerification;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntry;
import dev.tagout.contracts.signature.SigningKey;
import dev.tagout.contracts.signature.VerificationKey;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import dev.tagout.policy.Superuser;
import dev.tagout.policy.Topics;
import dev.tagout.policy.database.Database;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the record, and what a check finds when an administrator laid hands on it. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
@WithTestResource(Sealing.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordIT {
  /** Where else to look, as the caller said; nothing was decided by it. */
  private static final String NO_EVIDENCE = "trace_id";

  private final RecordOverHttp record = new RecordOverHttp();

  @Inject Service service;
  @Inject Database database;
  @Inject DecisionPartitions partitions;

  @BeforeEach
  void ready() {
    service.awaitReady();
  }

  @Test
  void provesEachDecisionAndTheWhole() {
    // Given
    List<String> decisions = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      decisions.add(decide("test:proved-" + i));
    }
    awaitSealed();

    // When
    RecordReport whole = check();

    // Then
    assertThat(whole.faults()).isEmpty();
    assertThat(whole.remarks()).isEmpty();
    assertThat(whole.seals()).isGreaterThan(2);
    assertThat(decisions)
        .allSatisfy(
            id -> {
              RecordReport one = check(id).orElseThrow();
              assertThat(one.faults()).isEmpty();
              assertThat(one.entries()).isEqualTo(1);
            });
  }

  @Test
  void hasActivationsBesideDecisions() {
    // Given
    decide("test:beside");
    awaitSealed();

    // When
    Set<String> sources = new HashSet<>();
    record
        .seals(0, 1000)
        .forEach(
            seal ->
                record.entries(seal.number()).items().stream()
                    .map(SealedEntry::source)
                    .forEach(sources::add));

    // Then
    assertThat(sources).contains("decision", "activation");
  }

  @Test
  void hasWhatBecameOfARunOnceThoughItIsToldTwice() {
    // Given
    String run = Ids.next();
    String later = Ids.next();
    OutgoingRecord told = outcome(run, "test:stopped");

    // When
    service.tell(told, told, outcome(later, "test:stopped"));

    // Then
    await("recorded").until(() -> outcomes(later) == 1);
    awaitSealed();
    assertThat(outcomes(run)).isEqualTo(1);
    assertThat(
            record.seals(0, 1000).stream()
                .flatMap(seal -> record.entries(seal.number()).items().stream())
                .filter(entry -> entry.source().equals("remediation_outcome")))
        .anySatisfy(
            entry -> assertThat(entry.entry()).contains(run, "test:stopped", "of a later version"));
    assertThat(check().faults()).isEmpty();
  }

  @Test
  void findsARowThatASuperuserChanged() {
    // Given
    String id = decide("test:changed");
    awaitSealed();
    String was = "body = jsonb_set(body, '{outcome}', '\"%s\"')";

    // When
    Superuser.tampers("UPDATE decision SET " + was.formatted("ALLOWED") + where(id));
    List<Fault> whole = check().faults();
    List<Fault> one = check(id).orElseThrow().faults();
    Superuser.tampers("UPDATE decision SET " + was.formatted("DENIED") + where(id));

    // Then
    assertThat(whole).extracting(Fault::kind, Fault::id).containsExactly(tuple(Kind.CHANGED, id));
    assertThat(one).extracting(Fault::kind, Fault::id).containsExactly(tuple(Kind.CHANGED, id));
    assertThat(check().faults()).isEmpty();
  }

  @Test
  void findsARowThatASuperuserRemoved() {
    // Given
    String id = decide("test:removed");
    awaitSealed();

    // When
    Superuser.tampers(
        "CREATE TABLE removed AS SELECT * FROM decision" + where(id),
        "DELETE FROM decision" + where(id));
    List<Fault> whole = check().faults();
    Superuser.tampers("INSERT INTO decision SELECT * FROM removed", "DROP TABLE removed");

    // Then
    assertThat(whole).extracting(Fault::kind, Fault::id).containsExactly(tuple(Kind.MISSING, id));
    assertThat(check().faults()).isEmpty();
  }

  @Test
  void findsARowThatASuperuserAdded() {
    // Given
    String id = decide("test:copied");
    String forged = Ids.next();
    awaitSealed();

    // When
    Superuser.tampers(copyOf(id, forged));
    List<Fault> whole = check().faults();
    given()
        .get("/v1/record/proofs/{id}", forged)
        .then()
        .statusCode(409)
        .body("code", equalTo("not-sealed"));
    Superuser.tampers("DELETE FROM decision" + where(forged));

    // Then
    assertThat(whole).extracting(Fault::kind, Fault::id).containsExactly(tuple(Kind.ADDED, forged));
  }

  private static String copyOf(String id, String forged) {
    return "INSERT INTO decision SELECT '"
        + forged
        + "', vm_id, host_id, point, outcome, decided_at, rules, revision, body, input"
        + " FROM decision"
        + where(id);
  }

  @Test
  void findsARowThatASuperuserAddedWithALeaf() {
    // Given
    String id = decide("test:copied-with-leaf");
    String forged = Ids.next();
    awaitSealed();

    // When
    Superuser.tampers(
        copyOf(id, forged),
        "INSERT INTO seal_entry (position, source, id, leaf) SELECT -1, source, '"
            + forged
            + "', leaf FROM seal_entry WHERE source = 'decision' AND id = '"
            + id
            + "'");
    List<Fault> whole = check().faults();
    Superuser.tampers(
        "DELETE FROM decision" + where(forged), "DELETE FROM seal_entry WHERE position = -1");

    // Then
    assertThat(whole).extracting(Fault::kind, Fault::id).containsExactly(tuple(Kind.ADDED, forged));
  }

  @Test
  void findsARowWhoseLeafAndSealWereMadeAnew() {
    // Given
    String id = decide("test:covered-up");
    awaitSealed();
    Seal seal = record.proof(id).orElseThrow().seal();
    Seal forged =
        Seal.make(
            seal.number(),
            seal.first(),
            seal.entries(),
            Hash.sha256(new byte[] {1}),
            seal.previous(),
            seal.sealedAt(),
            Optional.of(SigningKey.generate()));

    // When
    Superuser.tampers(sql(forged));
    List<Fault> faults = check().faults();
    Superuser.tampers(sql(seal));

    // Then
    assertThat(faults)
        .extracting(Fault::kind, Fault::seal)
        .contains(tuple(Kind.SIGNATURE, seal.number()), tuple(Kind.SEAL, seal.number()));
    assertThat(check().faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE decision SET outcome = 'ALLOWED'",
        "DELETE FROM decision",
        "TRUNCATE decision",
        "UPDATE waiver_event SET changed_by = 'nobody'",
        "DELETE FROM activation",
        "DELETE FROM seal",
        "UPDATE seal_entry SET leaf = ''",
        "DELETE FROM retention",
        "INSERT INTO retention (dropped, below, entries, dropped_at) VALUES ('decision', 'f', 1, now())",
        "DELETE FROM seal_key",
        "DROP TABLE decision_rest",
        "ALTER TABLE decision DISABLE TRIGGER append_only"
      })
  void theRoleOfTheServiceCanChangeNothing(String sql) {
    // When, Then
    assertThatThrownBy(() -> database.call(on -> on.update(sql)))
        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE decision SET outcome = 'ALLOWED'",
        "DELETE FROM decision_first",
        "TRUNCATE decision",
        "TRUNCATE decision_first",
        "TRUNCATE decision_rest",
        "DELETE FROM activation",
        "UPDATE remediation_outcome SET body = '{}'",
        "UPDATE seal SET number = 7"
      })
  void evenTheOwnerIsHeldBackByTriggers(String sql) {
    // Given
    decide("test:held-back");
    awaitSealed();

    // When, Then
    assertThatThrownBy(() -> Superuser.does(sql)).hasMessageContaining("is append-only");
  }

  @Test
  void sealsWhatCommitsLateThoughItsTimeIsEarlier() throws SQLException {
    // Given
    String late = Ids.next();
    try (Connection connection = Superuser.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(insert(late));
      String early = decide("test:early");
      awaitSealed();
      assertThat(check(early).orElseThrow().faults()).isEmpty();
      assertThat(record.proof(late)).isEmpty();

      // When
      connection.commit();
    }
    awaitSealed();

    // Then
    assertThat(check(late).orElseThrow().faults()).isEmpty();
    assertThat(check().faults()).isEmpty();
  }

  /** The last one, as it leaves a fault in the record for good. */
  @Test
  @Order(Integer.MAX_VALUE)
  void saysThatARowWasRemovedBeforeItWasSealed() {
    // Given
    decide("test:before");
    awaitSealed();
    String gone = Ids.next();

    // When
    Superuser.tampers("INSERT INTO unsealed (source, id) VALUES ('decision', '" + gone + "')");
    awaitSealed();
    List<Fault> faults = check().faults();
    List<Fault> one = check(gone).orElseThrow().faults();

    // Then
    assertThat(faults)
        .extracting(Fault::kind, Fault::id)
        .containsExactly(tuple(Kind.MISSING, gone));
    assertThat(one).extracting(Fault::kind, Fault::id).containsExactly(tuple(Kind.MISSING, gone));
    await("told")
        .until(
            () ->
                Topics.read(Topic.FINDINGS.topicName(), "record").stream()
                    .anyMatch(
                        told ->
                            Topics.header(told, "ce_id")
                                .equals("record-tampered/decision/" + gone)));
  }

  @Test
  void tellsEachSealToWhoeverKeepsThem() {
    // Given
    decide("test:kept");
    awaitSealed();
    await("told").until(() -> service.outbox() == 0);

    // When
    List<Seal> kept =
        Topics.read(Topic.RECORD.topicName(), "record").stream()
            .map(message -> Json.read(message.value(), Seal.class))
            .filter(seal -> seal.isSignedBy(Sealing.key().verification()))
            .toList();

    // Then
    assertThat(kept).containsAll(record.seals(0, 1000));
    assertThat(new RecordVerification(record, keys(), true, kept).whole().faults()).isEmpty();
  }

  @Test
  void givesTheKeyThatItSignsBy() {
    // Given
    decide("test:key");
    awaitSealed();

    // When
    List<String> keys = given().get("/v1/record/keys").jsonPath().getList("$");

    // Then
    assertThat(keys).contains(Sealing.key().verification().pem());
  }

  @Test
  void dropsWhatIsPastItsRetentionAndStaysProvable() throws SQLException {
    // Given a decision of January 2024, in a partition of its own
    Superuser.does(
        "BEGIN",
        "ALTER TABLE decision DETACH PARTITION decision_first",
        "CREATE TABLE decision_2024_01 PARTITION OF decision"
            + " FOR VALUES FROM (uuid_floor('2024-01-01 00:00+00')) TO (uuid_floor('2024-02-01 00:00+00'))",
        "DO $$ BEGIN EXECUTE format('ALTER TABLE decision ATTACH PARTITION decision_first"
            + " FOR VALUES FROM (%L) TO (%L)', uuid_floor('2024-02-01 00:00+00'),"
            + " (SELECT min(first::text) FROM decision_partition"
            + " WHERE first > uuid_floor('2024-02-01 00:00+00'))); END $$",
        "COMMIT");
    String old = "018d1000-0000-7000-8000-000000000001";
    Superuser.does(insert(old));
    String young = decide("test:young");
    awaitSealed();
    assertThat(check(old).orElseThrow().faults()).isEmpty();

    // When
    partitions.tidy();
    awaitSealed();
    RecordReport report = check();

    // Then
    assertThat(record.retentions()).hasSize(1);
    assertThat(report.faults()).isEmpty();
    assertThat(report.pastRetention()).isEqualTo(1);
    assertThat(check(young).orElseThrow().faults()).isEmpty();
    given().get("/v1/decisions/{id}", old).then().statusCode(404);
    given().get("/v1/decisions/{id}", young).then().statusCode(200);
  }

  /** By the role that the service works by, whatever it asks for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 31, 399})
  void neverDropsWhatIsYoungerThanTheSiteKeepsDecisions(int days) {
    // When, Then
    assertThatThrownBy(
            () ->
                database.call(
                    on ->
                        on.first(
                            "SELECT drop_decision_partition(now() - ? * interval '1 day')",
                            row -> row.getString(1),
                            days)))
        .hasMessageContaining("kept for 400 days");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE record_keep SET keep = '30 days'",
        "DELETE FROM record_keep",
        "ALTER TABLE record_keep DROP CONSTRAINT record_keep_keep_check"
      })
  void howLongDecisionsAreKeptIsNotTheServicesToSay(String sql) {
    // When, Then
    assertThatThrownBy(() -> database.call(on -> on.update(sql)))
        .hasMessageMatching("(?s).*(permission denied|must be owner).*record_keep.*");
  }

  /** Unless it is told otherwise PostgreSQL looks into the caller's temporary tables first. */
  @Test
  void aTemporaryTableOfTheServiceDoesNotSayHowLongEither() {
    // When, Then
    assertThatThrownBy(
            () ->
                database.transaction(
                    on -> {
                      on.update("CREATE TEMP TABLE record_keep (keep interval) ON COMMIT DROP");
                      on.update("INSERT INTO pg_temp.record_keep VALUES ('0')");
                      on.update("GRANT SELECT ON pg_temp.record_keep TO PUBLIC");
                      return on.first(
                          "SELECT drop_decision_partition(now())", row -> row.getString(1));
                    }))
        .hasMessageContaining("kept for 400 days");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop_decision_partition", "add_decision_partitions"})
  void nobodyElseMayCallWhatActsWithTheRightsOfTheOwner(String function) {
    // When
    boolean anybody =
        database
            .call(
                on ->
                    on.first(
                        "SELECT has_function_privilege('public', ? || '(timestamptz)', 'EXECUTE')",
                        row -> row.getBoolean(1),
                        function))
            .orElseThrow();

    // Then
    assertThat(anybody).isFalse();
  }

  @Test
  void hasPartitionsForTheMonthsToCome() throws SQLException {
    // When
    partitions.tidy();

    // Then
    int ahead =
        database
            .call(
                on ->
                    on.first(
                        "SELECT count(*) FROM decision_partition"
                            + " WHERE below > uuid_floor(now() + interval '60 days')",
                        row -> row.getInt(1)))
            .orElseThrow();
    assertThat(ahead).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void hashesEveryColumnThatIsEvidence(Source source) {
    // When
    List<String> columns =
        database.call(
            on ->
                on.rows(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
                        + " AND column_name <> ?",
                    row -> row.getString(1),
                    source.table(),
                    NO_EVIDENCE));

    // Then
    assertThat(source.columns()).containsExactlyInAnyOrderElementsOf(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "seals?after=x,after",
    "seals?limit=0,limit",
    "seals/x/entries,number",
    "proofs/x,decisionId",
    "unsealed?after=vm/1,after",
    "unsealed?after=decision/1,after"
  })
  void namesTheFieldThatCannotBeMeant(String path, String field) {
    given().get("/v1/record/" + path).then().statusCode(400).body("field", equalTo(field));
  }

  @Test
  void knowsNoProofOfWhatItNeverDecided() {
    given()
        .get("/v1/record/proofs/{id}", Ids.next())
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    given().get("/v1/record/seals/999999/entries").then().statusCode(404);
  }

  private String decide(String vm) {
    return service.review(vm, "test:record-host").decisionId().value();
  }

  /** As remediation tells it, with a member that only a later version knows. */
  private static OutgoingRecord outcome(String run, String vm) {
    return new OutgoingRecord(
        Topic.REMEDIATION_OUTCOMES,
        vm,
        run + "/succeeded",
        MessageType.REMEDIATION_OUTCOME,
        URI.create("/remediation"),
        vm,
        Instant.now(),
        """
        {"runId": "%s", "decisionId": "%s", "vm": "%s", "host": "test:record-host", "trigger": "bypass",
         "action": "power_off", "status": "succeeded", "reason": "stopped", "attempts": 1,
         "startedAt": "2026-11-29T10:00:00Z", "endedAt": "2026-11-29T10:00:01Z", "note": "of a later version"}
        """
            .formatted(run, Ids.next(), vm));
  }

  private int outcomes(String run) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT count(*) FROM remediation_outcome WHERE run_id = ?::uuid",
                    row -> row.getInt(1),
                    run))
        .orElseThrow();
  }

  private void awaitSealed() {
    await("sealed")
        .until(
            () ->
                database
                    .call(on -> on.first("SELECT count(*) FROM unsealed", row -> row.getInt(1)))
                    .orElseThrow()
                    .equals(0));
  }

  private RecordReport check() {
    return new RecordVerification(record, keys(), true, List.of()).whole();
  }

  private Optional<RecordReport> check(String id) {
    return new RecordVerification(record, keys(), true, List.of()).one(id);
  }

  private static List<VerificationKey> keys() {
    return List.of(Sealing.key().verification());
  }

  private static String insert(String id) {
    return "INSERT INTO decision VALUES ('%s', 'test:vm', NULL, 'POWER_ON', 'DENIED', now(), '{}', 'r', '{\"n\": 1.50}', '{}')"
        .formatted(id);
  }

  private static String where(String id) {
    return " WHERE id = '" + id + "'";
  }

  private static String sql(Seal seal) {
    return "UPDATE seal SET root = '\\x%s', hash = '\\x%s', key_id = '%s', signature = '%s' WHERE number = %d"
        .formatted(seal.root(), seal.hash(), seal.keyId(), seal.signature(), seal.number());
  }
}
