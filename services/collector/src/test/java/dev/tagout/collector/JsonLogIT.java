package dev.tagout.collector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.platform.log.LogKey;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.Test;

/** A service as an operator runs it who reads its log by machine. */
@QuarkusTest
@TestProfile(JsonLogIT.AsJson.class)
@WithTestResource(
    value = Infrastructure.class,
    initArgs = @ResourceArg(name = "database", value = "false"))
class JsonLogIT {
  /** JSON logs, and a hypervisor that is not there. */
  public static final class AsJson implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagout.log.format", "json",
          "tagout.hypervisors.gone.type", "simulator",
          "tagout.hypervisors.gone.uri", "http://127.0.0.1:1");
    }
  }

  @Test
  void writesOneObjectALineWithTheKeysThatAreDocumented() {
    // Given
    ExtLogRecord record =
        record(
            "decided %s %s %s",
            LogKey.VM_ID.is("libvirt:a"), LogKey.HOST_ID.is("libvirt:h"), LogKey.REASON.is(null));
    record.putMdc("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
    record.setThrown(new IllegalStateException("first\nsecond"));

    // When
    String line = written(record);

    // Then
    JsonNode json = Json.tree(line.getBytes(StandardCharsets.UTF_8));
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "timestamp",
            "level",
            "logger",
            "message",
            "thread",
            "context",
            "stackTrace",
            "service");
    assertThat(OffsetDateTime.parse(json.get("timestamp").asText()).getOffset().getTotalSeconds())
        .isZero();
    assertThat(json.get("message").asText())
        .isEqualTo("decided vmId=libvirt:a hostId=libvirt:h reason=null");
    assertThat(json.get("service").asText()).isEqualTo("tagout-collector");
    assertThat(json.get("context"))
        .isEqualTo(
            Json.toTree(
                Map.of(
                    "vmId", "libvirt:a",
                    "hostId", "libvirt:h",
                    "traceId", "4bf92f3577b34da6a3ce929d0e0e4736")));
  }

  @Test
  void letsNoTextBreakALineOrAField() {
    // Given
    String hostile =
        "x\",\"level\":\"FATAL\"}\r\n{\"a\":\u0000\u001b[31m\u0085\u2028\u2029\ud800 ü";

    // When
    String line = written(record("told %s and " + "%s", LogKey.VM_ID.is(hostile), hostile));

    // Then
    JsonNode json = Json.tree(line.getBytes(StandardCharsets.UTF_8));
    assertThat(line).endsWith("}\n");
    assertThat(line.substring(0, line.length() - 1).lines()).hasSize(1);
    assertThat(json.get("level").asText()).isEqualTo("INFO");
    assertThat(json.get("context").get("vmId").asText())
        .startsWith("x\",\"level\":\"FATAL\"}\r\n{");
  }

  @Test
  void saysWhatIsImpairedAndStaysReady() {
    // When
    JsonPath health =
        await("a look at the sources")
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> given().get("/v1/health").jsonPath(),
                h -> h.getString("impaired.find{it.what=='gone'}.says") != null);

    // Then
    assertThat(health.getString("state")).isEqualTo("degraded");
    assertThat(health.getString("impaired.find{it.what=='gone'}.part")).isEqualTo("sources");
    assertThat(health.getString("impaired.find{it.what=='gone'}.says"))
        .contains("what happens there is not known here until it is back");
    assertThat(health.getString("impaired.find{it.what=='gone'}.since")).isNotNull();
    given().get("/v1/health").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health/live").then().statusCode(200);
  }

  private static ExtLogRecord record(String format, Object... arguments) {
    ExtLogRecord record =
        new ExtLogRecord(
            Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, JsonLogIT.class.getName());
    record.setLoggerName("dev.tagout.Test");
    record.setParameters(arguments);
    return record;
  }

  /** By the console's own filter and formatter, as they are configured. */
  private static String written(ExtLogRecord record) {
    Handler console =
        Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
            .filter(ConsoleHandler.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertThat(console.getFilter().isLoggable(record)).isTrue();
    return console.getFormatter().format(record);
  }
}
