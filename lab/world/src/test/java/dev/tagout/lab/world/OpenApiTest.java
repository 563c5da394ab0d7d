package dev.tagout.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagout.lab.infrastructure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The OpenAPI documents that the build of the services has left behind: whether they are the ones
 * of {@code docs/reference/openapi}, valid, and of use to whoever knows nothing else.
 */
class OpenApiTest {
  private static final Path ROOT = Checkout.current().root();

  /** A service of the launcher that is one of ours, with its document. */
  record Built(String name, String text) {
    ObjectNode document() throws IOException {
      return (ObjectNode) new YAMLMapper().readTree(text);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Built> services() {
    return Service.ALL.stream()
        .filter(service -> service.module().startsWith("services/"))
        // The same one again.
        .filter(service -> service.program() != Program.POLICY_EVALUATION_2)
        .map(OpenApiTest::built);
  }

  static Stream<Named<Consumer<ObjectNode>>> faults() {
    return Stream.of(
        fault("no title", broken -> at(broken, "/info").remove("title")),
        fault("OpenAPI 3.0", broken -> broken.put("openapi", "3.0.3")),
        fault("an unknown field", broken -> broken.put("topics", 9)),
        fault("no responses", broken -> at(broken, getRun()).putObject("responses")),
        fault(
            "a parameter that is nowhere",
            broken -> at(broken, getRun() + "/parameters/0").put("in", "mind")),
        fault(
            "a schema whose type is none",
            broken -> at(broken, "/components/schemas/Run").put("type", "thing")));
  }

  static Stream<Named<Consumer<ObjectNode>>> silences() {
    return Stream.of(
        fault("no operationId", broken -> at(broken, getRun()).remove("operationId")),
        fault("no summary", broken -> at(broken, getRun()).remove("summary")),
        fault("no tags", broken -> at(broken, getRun()).remove("tags")),
        fault(
            "a reference into nothing",
            broken ->
                at(broken, getRun() + "/responses/200/content/application~1json/schema")
                    .put("$ref", "#/components/schemas/Nothing")),
        fault("no 404 for an id", broken -> at(broken, getRun() + "/responses").remove("404")),
        fault(
            "an error that is no problem document",
            broken -> at(broken, getRun() + "/responses/404").remove("content")),
        fault(
            "401 and no security scheme",
            broken -> at(broken, "/paths/~1v1~1runs~1{id}~1approve/post").remove("security")),
        fault(
            "a security scheme and no 401",
            broken -> at(broken, "/paths/~1v1~1runs~1{id}~1approve/post/responses").remove("401")));
  }

  @Test
  void everyServiceThatIsPartOfTheBuildIsLookedAt() throws IOException {
    // Given
    Set<String> directories = new TreeSet<>();
    try (Stream<Path> services = Files.list(ROOT.resolve("services"))) {
      services
          .filter(
              service -> Files.exists(service.resolve("src/main/resources/application.properties")))
          .forEach(service -> directories.add(service.getFileName().toString()));
    }

    // When
    List<String> names = services().map(Built::name).toList();

    // Then
    assertThat(names).containsExactlyInAnyOrderElementsOf(directories);
  }

  @ParameterizedTest
  @MethodSource("services")
  void theDocumentIsCurrent(Built service) throws IOException {
    // Given
    Path page = ROOT.resolve("docs/reference/openapi/" + service.name() + ".yaml");
    String expected =
        "# Made by the build of services/%s. Refresh: ./mvnw -am -pl lab/world verify -Dtest=OpenApiTest"
                .formatted(service.name())
            + " -Dit.test=None -Dtagout.docs.write=true\n"
            + service.text();

    // When
    if (Boolean.getBoolean("tagout.docs.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, expected);
    }

    // Then
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as("%s is not current; its first line says how to refresh it", page)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("services")
  void isValidByOpenApisOwnSchema(Built service) throws IOException {
    // When
    List<String> errors = OpenApiRules.invalid(service.document());

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("services")
  void saysWhatACallerHasToKnow(Built service) throws IOException {
    // When
    List<String> silences = OpenApiRules.broken(service.document());

    // Then
    assertThat(silences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void anInvalidDocumentIsRefused(Consumer<ObjectNode> fault) throws IOException {
    // Given
    ObjectNode broken = remediation();
    fault.accept(broken);

    // When
    List<String> errors = OpenApiRules.invalid(broken);

    // Then
    assertThat(errors).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("silences")
  void aDocumentThatKeepsSilentIsRefused(Consumer<ObjectNode> silence) throws IOException {
    // Given
    ObjectNode broken = remediation();
    silence.accept(broken);

    // When
    List<String> silences = OpenApiRules.broken(broken);

    // Then
    assertThat(silences).hasSize(1);
  }

  @Test
  void anIdIsAStringAsOnTheWire() throws IOException {
    // When
    JsonNode id = remediation().at("/components/schemas/RunId/type");

    // Then
    assertThat(id.asText()).isEqualTo("string");
  }

  private static ObjectNode remediation() throws IOException {
    return services()
        .filter(s -> s.name().equals("remediation"))
        .findAny()
        .orElseThrow()
        .document();
  }

  private static Built built(Service service) {
    Path file = ROOT.resolve(service.module()).resolve("target/openapi/openapi.yaml");
    try {
      assertThat(file)
          .as("the build of %s leaves its OpenAPI document behind", service.module())
          .exists();
      return new Built(service.module().substring("services/".length()), Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String getRun() {
    return "/paths/~1v1~1runs~1{id}/get";
  }

  private static Named<Consumer<ObjectNode>> fault(String name, Consumer<ObjectNode> fault) {
    return Named.of(name, fault);
  }

  private static ObjectNode at(ObjectNode document, String pointer) {
    return (ObjectNode) document.at(pointer);
  }
}
