package dev.tagout.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.collector.FakeHypervisors;
import dev.tagout.collector.TopicReader;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.topic.Topic;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/observe/observe} tells of the machine of the test. */
@QuarkusTest
@TestProfile(FakeHypervisors.class)
class ObserveIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("tagout.root"), "deploy/observe/observe");

  @TestHTTPResource("/")
  URI collector;

  @TempDir Path directory;

  @BeforeEach
  void needApt() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")), "apt is not installed");
  }

  @Test
  void printsEventsThatFitTheirSchemas() throws Exception {
    // When
    JsonNode batch = Json.tree(observe("--host", "lab", "--dry-run", "--nic", "eth0=guest,dmz"));

    // Then
    assertThat(batch.valueStream()).isNotEmpty();
    assertThat(batch.valueStream())
        .allSatisfy(
            event -> {
              assertThat(event.path("subject").textValue()).isEqualTo("libvirt:lab");
              assertThat(errors(event.path("type").textValue(), event.path("data"))).isEmpty();
            });
  }

  @Test
  void isTakenByTheCollector() throws Exception {
    // Given
    String host = "fake:" + Ids.next();

    // When
    observe("--host", host, "--collector", collector.toString());

    // Then
    assertThat(TopicReader.read(Topic.HOST_EVENTS.topicName(), r -> host.equals(r.key())))
        .extracting(record -> TopicReader.header(record, "ce_type"))
        .contains("dev.tagout.host.system-observed.v1", "dev.tagout.host.access-observed.v1");
    assertThat(TopicReader.read(Topic.HOST_EVENTS.topicName(), r -> host.equals(r.key())))
        .extracting(record -> TopicReader.header(record, "ce_source"))
        .containsOnly("observe");
  }

  private byte[] observe(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    int status =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(errors)).isZero();
    return Files.readAllBytes(output);
  }

  private static List<String> errors(String type, JsonNode data) {
    try (InputStream schema = Json.class.getResourceAsStream("/schemas/" + type + ".json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Json.tree(schema.readAllBytes()))
          .validate(data)
          .stream()
          .map(Object::toString)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(type, e);
    }
  }
}
