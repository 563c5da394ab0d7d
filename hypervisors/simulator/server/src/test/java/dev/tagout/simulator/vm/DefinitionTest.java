package dev.tagout.simulator.vm;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.tagout.simulator.FakeGate;
import dev.tagout.simulator.Lab;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FakeGate.class)
class DefinitionTest {
  private FakeGate gate;
  private String host;

  @BeforeEach
  void begin() {
    Lab.noFaults();
    gate.answers(FakeGate.admitted());
    host = Lab.host();
  }

  @Test
  void showsWhatWasDefined() {
    // When
    var answer =
        Lab.define(
            "db." + host,
            Map.of(
                "host",
                host,
                "owner",
                "carol",
                "tpm",
                true,
                "autostart",
                true,
                "nics",
                List.of(Map.of("network", "trunk0", "vlan", 120, "mac", "52:54:00:0:0:1")),
                "disks",
                List.of(Map.of("source", "/d", "encrypted", true))));

    // Then
    answer
        .statusCode(200)
        .body("id", equalTo("simulator:db." + host))
        .body("state", equalTo("shut-off"))
        .body("autostart", equalTo(true))
        .body("configuration.owner", equalTo("carol"))
        .body("configuration.tpm", equalTo(true))
        .body("configuration.nics[0].vlan", equalTo(120))
        .body("configuration.disks[0].encrypted", equalTo(true));
  }

  @Test
  void redefinesWhatRunsButNotItsHost() {
    // Given
    String vm = Lab.running(host);
    String other = Lab.host();

    // When
    var sameHost = Lab.define(vm, Map.of("host", host, "tier", "public"));
    var otherHost = Lab.define(vm, Map.of("host", other));

    // Then
    sameHost
        .statusCode(200)
        .body("state", equalTo("running"))
        .body("configuration.tier", equalTo("public"));
    otherHost.statusCode(409).body("code", equalTo("vm-running"));
  }

  @Test
  void movesTheDefinitionOfAVmThatIsOff() {
    // Given
    String vm = Lab.vm(host);
    String other = Lab.host();

    // When
    var answer = Lab.define(vm, Map.of("host", other));

    // Then
    answer.statusCode(200).body("host", equalTo(other));
    given().get("/v1/hosts/" + host).then().body("vms", hasSize(0));
    given().get("/v1/hosts/" + other).then().body("vms", contains(vm));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | host | is required",
        "{\"host\":\"no-such-host\"} | host | there is no host no-such-host",
        "{\"host\":\"a b\"} | host | must be 1 to 64",
        "{\"host\":\"HOST\",\"nics\":[{\"vlan\":\"x\"}]} | nics[0].vlan | must be a whole number",
        "{\"host\":\"HOST\",\"nics\":[null]} | nics[0] | is required",
        "{\"host\":\"HOST\",\"disks\":[{\"source\":\"x\"}]} | disks[0].encrypted | is required",
        "nonsense | $ | nonsense"
      })
  void namesTheFieldThatIsWrong(String body, String field, String problem) {
    // Given
    String sent = body.replace("HOST", host);

    // When
    var answer = given().contentType("application/json").body(sent).put("/v1/vms/bad").then();

    // Then
    answer
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("invalid"))
        .body("field", equalTo(field))
        .body("detail", containsString(problem))
        .body("detail", not(containsString("\tat ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", ".x", "a%20b", "ä", "a%2Fb"})
  void refusesNamesOfAnotherShape(String name) {
    // When
    var answer = given().urlEncodingEnabled(false).put("/v1/hosts/" + name).then();

    // Then
    answer.statusCode(400).body("field", equalTo("name"));
  }

  @ParameterizedTest
  @CsvSource({
    "migrate, to",
    "migrate?to=no-such-host, to",
    "autostart, enabled",
    "autostart?enabled=1, enabled",
    "stop?host=-, host"
  })
  void namesTheParameterThatIsWrong(String operation, String field) {
    // Given
    String vm = Lab.running(host);

    // When
    var answer = Lab.post(vm, operation);

    // Then
    answer.statusCode(400).body("field", equalTo(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "stop", "save", "power-off", "autostart?enabled=true"})
  void knowsNoVmThatWasNotDefined(String operation) {
    // When
    var answer = Lab.post("nobody", operation);

    // Then
    answer.statusCode(404).body("code", equalTo("not-found"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "save", "power-off"})
  void stopsTwice(String operation) {
    // Given
    String vm = Lab.running(host);
    Lab.post(vm, operation).statusCode(200).body("state", equalTo("shut-off"));

    // When
    var answer = Lab.post(vm, operation);

    // Then
    answer.statusCode(200).body("state", equalTo("shut-off"));
  }

  @Test
  void stopsNothingThatIsElsewhere() {
    // Given
    String vm = Lab.running(host);

    // When
    var answer = Lab.post(vm, "power-off?host=" + Lab.host());

    // Then
    answer.statusCode(409).body("code", equalTo("vm-elsewhere"));
    Lab.show(vm).body("state", equalTo("running"));
  }

  @Test
  void takesTheMarkOfAutostart() {
    // Given
    String vm = "auto-" + host;
    Lab.define(vm, Map.of("host", host, "autostart", true));

    // When
    var answer = Lab.post(vm, "autostart?enabled=false");

    // Then
    answer.statusCode(200).body("autostart", equalTo(false));
  }

  @Test
  void migratesOnlyWhatRuns() {
    // Given
    String vm = Lab.vm(host);

    // When
    var answer = Lab.post(vm, "migrate?to=" + Lab.host());

    // Then
    answer.statusCode(409).body("code", equalTo("vm-off"));
  }

  @Test
  void removesAVmTwice() {
    // Given
    String vm = Lab.running(host);
    given().delete("/v1/vms/" + vm).then().statusCode(204);

    // When
    var answer = given().delete("/v1/vms/" + vm).then();

    // Then
    answer.statusCode(204);
    Lab.show(vm).statusCode(404);
  }

  @Test
  void removesAHostOnlyWhenNothingRunsThere() {
    // Given
    String vm = Lab.running(host);

    // When
    var whileRunning = given().delete("/v1/hosts/" + host).then();
    Lab.post(vm, "stop");
    var afterwards = given().delete("/v1/hosts/" + host).then();

    // Then
    whileRunning.statusCode(409).body("code", equalTo("host-in-use"));
    afterwards.statusCode(204);
    Lab.show(vm).statusCode(404);
    given().get("/v1/hosts/" + host).then().statusCode(404);
  }

  @Test
  void listsInPages() {
    // Given
    String first = "a0-" + host;
    String second = "a1-" + host;
    Lab.define(second, Map.of("host", host));
    Lab.define(first, Map.of("host", host));

    // When
    var page = given().queryParam("limit", 1).queryParam("after", first).get("/v1/vms").then();
    var all = given().queryParam("limit", 1000).get("/v1/vms").then();

    // Then
    page.statusCode(200).body("items", hasSize(1));
    all.body("items.name", hasItem(first)).body("items.name", hasItem(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "x"})
  void refusesAnotherLimit(String limit) {
    // When
    var answer = given().queryParam("limit", limit).get("/v1/hosts").then();

    // Then
    answer.statusCode(400).body("field", equalTo("limit"));
  }
}
