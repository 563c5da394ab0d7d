package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagout.lab.infrastructure.Database;
import dev.tagout.lab.infrastructure.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldIT {

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  private WorldSettings settings;

  @BeforeEach
  void makeCheckout() throws IOException {
    settings = WorldSettings.in(StandInCheckout.in(directory), Ports.free());
  }

  @AfterEach
  void removeCheckout() throws IOException {
    StandInCheckout.unlink(settings.checkout());
  }

  @Test
  void tellsEachServiceWhereTheOthersAre() throws Exception {
    // Given
    settings =
        settings
            .with(new Hypervisor("Host-A.1", "libvirt", URI.create("qemu:///system"), Map.of()))
            .with("TAGOUT_ENFORCEMENT", "observe");

    // When
    try (var world = World.start(settings)) {

      // Then
      var policy = world.url(Program.POLICY_EVALUATION);
      var simulator = world.url(Program.SIMULATOR);
      assertThat(told(world, Program.POLICY_EVALUATION))
          .contains(
              "KAFKA_BOOTSTRAP_SERVERS=" + world.kafka().bootstrapServers(),
              "TAGOUT_POLICY_BUNDLE=" + settings.bundle(),
              "TAGOUT_POLICY_TICKETS_SIGNING_KEY=" + settings.tickets().resolve("private.pem"),
              "TAGOUT_ENFORCEMENT=observe",
              "QUARKUS_FLYWAY_USERNAME=postgres",
              "QUARKUS_DATASOURCE_USERNAME=tagout_policy_app",
              "TAGOUT_POLICY_RECORD_SIGNING_KEY=" + settings.recordKey().resolve("private.pem"))
          .containsPattern("QUARKUS_DATASOURCE_JDBC_URL=.*/tagout_policy");
      assertThat(told(world, Program.REMEDIATION))
          .contains("TAGOUT_POLICY_EVALUATION_URL=" + policy)
          .containsPattern("QUARKUS_DATASOURCE_JDBC_URL=.*/tagout_remediation");
      assertThat(told(world, Program.SIMULATOR)).contains("TAGOUT_SIMULATOR_GATE=" + policy);
      assertThat(told(world, Program.COLLECTOR))
          .contains(
              "tagout.hypervisors.\"simulator\".type=simulator",
              "tagout.hypervisors.\"simulator\".uri=" + simulator,
              "tagout.hypervisors.\"Host-A.1\".type=libvirt",
              "tagout.hypervisors.\"Host-A.1\".uri=qemu:///system");
    }
  }

  @Test
  void keepsDataForTheNextWorld() throws Exception {
    // Given
    try (var first = World.start(settings)) {
      execute(first.postgres().database("tagout_policy"), "create table kept (value text)");
    }

    // When
    try (var second = World.start(settings)) {

      // Then
      execute(second.postgres().database("tagout_policy"), "insert into kept values ('again')");
    }
  }

  @Test
  void saysWhichServiceEndedAndWhatItSaidLast() throws Exception {
    // Given
    try (var world = World.start(settings)) {
      var failure = CompletableFuture.supplyAsync(world::awaitFailure);

      // When
      assertThatThrownBy(() -> ask(world.url(Program.REMEDIATION).resolve("/die")))
          .isInstanceOf(IOException.class);

      // Then
      assertThat(failure.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("remediation ended unexpectedly, with status 7")
          .hasMessageContaining("about to die");
    }
  }

  @Test
  void aProgramThatWasKilledOnPurposeIsNoFailureAndComesBack() throws Exception {
    // Given
    settings = settings.withSecondGate();
    try (var world = World.start(settings)) {

      // When
      for (var program : Program.values()) {
        world.kill(program);
        world.restart(program);
      }

      // Then
      assertThat(world.failure()).isEmpty();
      assertThat(told(world, Program.COLLECTOR)).contains("KAFKA_BOOTSTRAP_SERVERS");
      execute(world.postgres().database("tagout_policy"), "select 1");
    }
  }

  @Test
  void namesTheProgramThatItDoesNotHave() {
    // Given
    try (var world = World.start(settings)) {

      // When, Then
      assertThatThrownBy(() -> world.kill(Program.POLICY_EVALUATION_2))
          .isInstanceOf(WorldException.class)
          .hasMessage("This world has no policy-evaluation-2.");
    }
  }

  @Test
  void aProgramThatWasPausedEndsWithItsWorld() {
    // Given
    var world = World.start(settings);
    world.pause(Program.COLLECTOR);

    // When
    world.close();

    // Then
    assertThat(Port.isFree(settings.ports().of(Program.COLLECTOR))).isTrue();
  }

  @Test
  void tellsServicesTheDetour() throws Exception {
    // Given
    var postgres = settings.ports().of(Program.POSTGRES);
    settings =
        settings.withDetours(
            Map.of(
                Program.POSTGRES, new WorldSettings.Detour(1111, postgres),
                Program.KAFKA, new WorldSettings.Detour(2222, Port.free()),
                Program.POLICY_EVALUATION, new WorldSettings.Detour(3333, 3334)));

    // When
    try (var world = World.start(settings)) {

      // Then
      assertThat(told(world, Program.POLICY_EVALUATION))
          .contains(
              "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:2222",
              "QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://127.0.0.1:1111/tagout_policy");
      assertThat(told(world, Program.REMEDIATION))
          .contains("TAGOUT_POLICY_EVALUATION_URL=http://127.0.0.1:3333");
    }
  }

  @Test
  void refusesDataThatAnotherWorldUses() {
    // Given
    try (var first = DataLock.on(settings.data())) {

      // When, Then
      assertThatThrownBy(() -> World.start(settings))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("Another world runs on " + settings.data());
      assertThat(first).isNotNull();
    }
  }

  @Test
  void refusesAPortThatIsTakenAndNamesItsVariable() throws IOException {
    // Given
    var port = settings.ports().of(Program.POLICY_EVALUATION);
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {

      // When, Then
      assertThatThrownBy(() -> World.start(settings))
          .isInstanceOf(WorldException.class)
          .hasMessage(
              "Port %d, for policy-evaluation, is in use. Set TAGOUT_POLICY_PORT to another one.",
              taken.getLocalPort());
    }
  }

  private String told(World world, Program program) throws Exception {
    return ask(world.url(program).resolve("/told"));
  }

  private String ask(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
