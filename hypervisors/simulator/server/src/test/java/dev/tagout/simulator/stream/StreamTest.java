package dev.tagout.simulator.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.simulator.FakeGate;
import dev.tagout.simulator.Lab;
import dev.tagout.simulator.world.Definition;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.World;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FakeGate.class)
class StreamTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeGate gate;
  private String host;

  @Inject World world;
  @Inject Streams streams;

  @TestHTTPResource("/v1/stream")
  URI stream;

  @BeforeEach
  void begin() {
    Lab.noFaults();
    gate.answers(FakeGate.admitted());
    host = Lab.host();
  }

  @AfterEach
  void end() {
    Lab.noFaults();
    client.shutdownNow();
  }

  @Test
  void listsAndThenTellsWhatHappens() throws Exception {
    // Given
    String listed = Lab.running(host);
    try (StreamReading reading = read(stream)) {
      await("the listing").until(() -> !reading.lines("listing").isEmpty());

      // When
      String later = Lab.running(host);
      Lab.post(later, "stop");

      // Then
      await("the stop").until(() -> reading.told(later).contains("stopped"));
      assertThat(reading.told(later)).containsExactly("defined", "started", "stopped");
      assertThat(reading.told(listed)).isEmpty();
      assertThat(reading.state())
          .containsEntry("simulator:" + listed, "simulator:" + host + " " + Lab.instance(listed));
    }
  }

  @Test
  void datesEverythingInOrder() throws Exception {
    // Given
    try (StreamReading reading = read(stream)) {
      await("a heart-beat").until(() -> !reading.lines("heartbeat").isEmpty());

      // When
      String vm = Lab.running(host);

      // Then
      await("the start").until(() -> reading.told(vm).contains("started"));
      List<Instant> times =
          Stream.concat(
                  Stream.of(reading.lines("listing").get(0).path("listedAt")),
                  reading.lines("event").stream().map(event -> event.path("time")))
              .map(time -> Instant.parse(time.asText()))
              .toList();
      assertThat(times).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void tellsOfOneHostWhenAsked() throws Exception {
    // Given
    String other = Lab.host();
    String elsewhere = Lab.running(other);
    String here = Lab.running(host);
    try (StreamReading reading = read(URI.create(stream + "?host=" + host))) {
      await("the listing").until(() -> !reading.lines("listing").isEmpty());

      // When
      Lab.post(elsewhere, "stop");
      Lab.post(here, "migrate?to=" + other);

      // Then
      await("the migration").until(() -> reading.told(here).contains("migrated"));
      assertThat(reading.told(elsewhere)).isEmpty();
      JsonNode hosts = reading.lines("listing").get(0).path("hosts");
      assertThat(hosts).hasSize(1);
      assertThat(hosts.get(0).path("name").asText()).isEqualTo(host);
    }
  }

  @Test
  void listsAgainWhenAsked() throws Exception {
    // Given
    String vm = Lab.running(host);

    // When
    try (StreamReading reading = read(URI.create(stream + "?listEvery=PT0.2S&host=" + host))) {

      // Then
      await("the third listing").until(() -> reading.lines("listing").size() > 2);
      assertThat(reading.state())
          .containsEntry("simulator:" + vm, "simulator:" + host + " " + Lab.instance(vm));
      assertThat(reading.lines("listing"))
          .extracting(line -> Instant.parse(line.path("listedAt").asText()))
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void refusesToListAllTheTime() {
    // When
    given()
        .get("/v1/stream?listEvery=PT0.01S")
        // Then
        .then()
        .statusCode(400)
        .body("field", equalTo("listEvery"));
  }

  @Test
  void sendsEachEventTwiceWithTheSameId() throws Exception {
    // Given
    String vm = Lab.vm(host);
    try (StreamReading reading = read(stream)) {
      await("the listing").until(() -> !reading.lines("listing").isEmpty());
      Lab.faults(Map.of("events", "twice")).statusCode(200);

      // When
      Lab.post(vm, "start");

      // Then
      await("both").until(() -> reading.events(vm).size() == 2);
      assertThat(reading.events(vm).get(0)).isEqualTo(reading.events(vm).get(1));
    }
  }

  @Test
  void sendsNeighboursInTheWrongOrder() throws Exception {
    // Given
    String vm = Lab.vm(host);
    try (StreamReading reading = read(stream)) {
      await("the listing").until(() -> !reading.lines("listing").isEmpty());
      Lab.faults(Map.of("events", "shuffled")).statusCode(200);

      // When
      Lab.post(vm, "start");
      Lab.post(vm, "stop");

      // Then
      await("both").until(() -> reading.told(vm).size() == 2);
      assertThat(reading.told(vm)).containsExactly("stopped", "started");
    }
  }

  @Test
  void losesNothingThatIsLate() throws Exception {
    // Given
    String vm = Lab.vm(host);
    try (StreamReading reading = read(stream)) {
      await("the listing").until(() -> !reading.lines("listing").isEmpty());
      Lab.faults(Map.of("events", "late")).statusCode(200);

      // When
      Lab.post(vm, "start");

      // Then
      await("the start").until(() -> reading.told(vm).contains("started"));
    }
  }

  @Test
  void closesStreamsAndRefusesNewOnesWhileCut() throws Exception {
    // Given
    try (StreamReading reading = read(stream)) {
      await("the listing").until(() -> !reading.lines("listing").isEmpty());

      // When
      Lab.faults(Map.of("events", "cut")).statusCode(200);

      // Then
      await("the end").until(reading::hasEnded);
      given().get("/v1/stream").then().statusCode(503).body("code", equalTo("events-cut"));
    }
  }

  @Test
  void disconnectsAReaderThatIsTooSlow() throws Exception {
    // Given
    await("that nobody else reads").until(() -> streams.count() == 0);
    Name vm = new Name(Lab.vm(host));
    try (Socket reader = new Socket(stream.getHost(), stream.getPort())) {
      reader
          .getOutputStream()
          .write("GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
      await("its listing").until(() -> lines.readLine().contains("listedAt"));

      // When
      for (int i = 0; i < 1_200; i++) {
        int administrators = i < 60 ? 50_000 : 1;
        world.define(definition(vm, Collections.nCopies(administrators, "admin-" + i)));
      }

      // Then
      await("its end, though it reads nothing").until(() -> streams.count() == 0);
    }
  }

  @Test
  void neitherLosesNorDoublesInAStorm() throws Exception {
    // Given
    String other = Lab.host();
    List<String> vms = Stream.generate(() -> Lab.vm(host)).limit(12).toList();
    List<StreamReading> readings = new ArrayList<>();
    List<Future<?>> storm = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {

      // When
      for (int i = 0; i < 8; i++) {
        storm.add(threads.submit(storm(vms, host, other)));
      }
      for (int i = 0; i < 12; i++) {
        StreamReading reading = read(stream);
        readings.add(reading);
        await("the listing").until(() -> !reading.lines("listing").isEmpty());
      }
    }

    // Then
    for (Future<?> done : storm) {
      done.get();
    }
    Map<String, String> shown = new TreeMap<>();
    for (String vm : vms) {
      String on = Lab.show(vm).extract().path("host");
      shown.put("simulator:" + vm, "simulator:" + on + " " + Lab.instance(vm));
    }
    for (StreamReading reading : readings) {
      await("the last event")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(reading.state()).containsAllEntriesOf(shown));
      assertThat(reading.lines("event"))
          .extracting(event -> event.path("id").asText())
          .doesNotHaveDuplicates();
      reading.close();
    }
  }

  private Definition definition(Name vm, List<String> admins) {
    return new Definition(
        vm, new Name(host), new VmConfiguration(null, null, admins, null, null, null, null), false);
  }

  private Callable<Void> storm(List<String> vms, String one, String other) {
    return () -> {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      for (int n = 0; n < 60; n++) {
        String vm = vms.get(random.nextInt(vms.size()));
        String operation =
            switch (random.nextInt(6)) {
              case 0 -> "stop";
              case 1 -> "save";
              case 2 -> "migrate?to=" + (random.nextBoolean() ? one : other);
              default -> "start";
            };
        assertThat(Lab.post(vm, operation).extract().statusCode()).isIn(200, 409);
      }
      return null;
    };
  }

  private StreamReading read(URI uri) throws Exception {
    return StreamReading.of(client, uri);
  }
}
