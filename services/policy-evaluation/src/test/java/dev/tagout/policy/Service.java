package dev.tagout.policy;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.event.EventData;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.ListedVm;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.messaging.EventRecords;
import dev.tagout.platform.messaging.KafkaWriter;
import dev.tagout.platform.messaging.OutgoingRecord;
import dev.tagout.policy.database.Database;
import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The service under test, as its neighbours use it: events by Kafka, questions by HTTP. */
@ApplicationScoped
public class Service {
  private static final URI SOURCE = URI.create("/test");

  private final KafkaWriter kafka;
  private final Database database;

  Service(KafkaWriter kafka, Database database) {
    this.kafka = kafka;
    this.database = database;
  }

  public void awaitReady() {
    await("policy loaded")
        .atMost(Duration.ofMinutes(1))
        .until(() -> given().get("/q/health/ready").statusCode() == 200);
  }

  public void send(EventType type, String subject, Instant time, EventData data) {
    send(new TagoutEvent(Ids.next(), SOURCE, type, subject, time, data));
  }

  public void send(TagoutEvent... events) {
    kafka.write(
        Arrays.stream(events).map(e -> EventRecords.toRecord(e).toProducerRecord()).toList());
  }

  /** Tells what a neighbour tells. */
  public void tell(OutgoingRecord... records) {
    kafka.write(Arrays.stream(records).map(OutgoingRecord::toProducerRecord).toList());
  }

  public void assignVm(String id, Map<String, Object> assignment) {
    given()
        .contentType("application/json")
        .body(assignment)
        .put("/v1/vms/{id}/assignment", id)
        .then()
        .statusCode(200);
  }

  public void assignHost(String id, Map<String, Object> assignment) {
    given()
        .contentType("application/json")
        .body(assignment)
        .put("/v1/hosts/{id}/assignment", id)
        .then()
        .statusCode(200);
  }

  /** A host with a tier, that was listed and has no VMs. */
  public void emptyHost(String id, String tier) {
    Instant now = Instant.now();
    assignHost(id, Map.of("tier", tier));
    send(EventType.HOST_CONNECTED, id, now, new HostConnected("host", List.of()));
    await("listed " + id).until(() -> isListedAt(id, now));
  }

  /** A source tells again what is on a host that it is connected to. */
  public void listAgain(String host, Instant at, ListedVm... vms) {
    Instant now = Instant.now();
    send(EventType.HOST_CONNECTED, host, at, new HostConnected("host", List.of(vms), true));
    await("heard of " + host).until(() -> isHeardOfAt(host, at.isBefore(now) ? at : now));
  }

  private boolean isHeardOfAt(String host, Instant time) {
    return count(
            "SELECT count(*) FROM host WHERE id = ? AND heard_at >= ?",
            host,
            time.truncatedTo(ChronoUnit.MICROS))
        > 0;
  }

  /** Ends the places that are over, as every replica does, even one whose clock is ahead. */
  public void endPlaces() {
    Instant ahead = Instant.now().plus(Duration.ofHours(1));
    database.call(on -> on.first("SELECT expire_reservations(?)", row -> row.getInt(1), ahead));
  }

  public Decision review(String vm, String host) {
    Response response =
        given()
            .contentType("application/json")
            .body(Map.of("vm", Map.of("id", vm), "host", Map.of("id", host), "operation", "START"))
            .post("/v1/reviews");
    response.then().statusCode(200);
    return Json.read(response.asByteArray(), Decision.class);
  }

  /** The verdict, or null while there is none. */
  public Decision verdict(String vm) {
    Response response = given().get("/v1/vms/{id}/verdict", vm);
    return response.statusCode() == 404 ? null : Json.read(response.asByteArray(), Decision.class);
  }

  /** How many marks the VM has: one is left while time alone will change its verdict. */
  public int marks(String vm) {
    return count("SELECT count(*) FROM mark WHERE vm_id = ? AND due_at > ?", vm, Instant.now());
  }

  /** How many messages wait for Kafka. */
  public int outbox() {
    return count("SELECT count(*) FROM outbox");
  }

  /** The ids of all decisions about a VM. */
  public List<String> decisions(String vm) {
    return given().get("/v1/decisions?vm={vm}", vm).path("items.decisionId");
  }

  /** The decision that admitted the run of a VM on a host. */
  public String admittedBy(String vm, String host) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT decision_id FROM placement WHERE vm_id = ? AND host_id = ?",
                    row -> row.getString(1),
                    vm,
                    host))
        .orElseThrow();
  }

  private int count(String sql, Object... parameters) {
    return database.call(on -> on.first(sql, row -> row.getInt(1), parameters)).orElseThrow();
  }

  /** Whether the newest listing of a host is this one, or a newer one. */
  public boolean isListedAt(String host, Instant time) {
    String listed = given().get("/v1/hosts/{id}", host).path("listedAt");
    return listed != null && !Instant.parse(listed).plusMillis(1).isBefore(time);
  }

  public static ListedVm off(String id) {
    return new ListedVm(
        new dev.tagout.contracts.id.VmId(id),
        id.substring(id.indexOf(':') + 1),
        dev.tagout.contracts.event.RunState.SHUT_OFF,
        null);
  }
}
