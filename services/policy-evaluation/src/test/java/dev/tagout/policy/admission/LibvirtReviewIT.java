package dev.tagout.policy.admission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tagout.lab.infrastructure.Infrastructure;
import dev.tagout.policy.PolicyPack;
import dev.tagout.policy.Service;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libvirt's start hook asks, good and bad. */
@QuarkusTest
@WithTestResource(Infrastructure.class)
@WithTestResource(PolicyPack.class)
class LibvirtReviewIT {
  private static final String UUID = "5a5a5a5a-1111-2222-3333-444444444444";

  @Inject Service service;

  @BeforeEach
  void ready() {
    service.awaitReady();
    service.assignHost("libvirt:lab", Map.of("tier", "public"));
  }

  @Test
  void judgesADomainThatNobodyHasReportedFromItsXmlAlone() {
    // When
    Response answer = asking("text/plain").body(domain("web-01", "restricted")).post(path("lab"));

    // Then
    answer
        .then()
        .statusCode(403)
        .contentType(startsWith("text/plain"))
        .header("Tagout-Decision", notNullValue())
        .body(containsString("web-01 is restricted, and host libvirt:lab is only public"))
        .body(containsString("Ask alice"));
    assertThat(answer.asString().strip()).doesNotContain("\n");
  }

  @Test
  void answersInJsonToWhoAsksForIt() {
    asking("application/json")
        .body(domain("web-01", "restricted"))
        .post(path("libvirt:lab"))
        .then()
        .statusCode(403)
        .contentType(startsWith("application/json"))
        .body("outcome", equalTo("DENIED"))
        .body("vm.id", equalTo("libvirt:" + UUID))
        .body("requestedBy", equalTo("libvirt"));
  }

  @Test
  void aHostThatIsOnlyObservedAdmitsWhatItDenies() {
    // Given
    service.assignHost("libvirt:watched", Map.of("tier", "public", "enforcement", "observe"));

    // When
    Response answer =
        asking("application/json").body(domain("web-01", "restricted")).post(path("watched"));

    // Then
    answer
        .then()
        .statusCode(200)
        .body("outcome", equalTo("DENIED"))
        .body("admitted", equalTo(true))
        .body("enforcement", equalTo("observe"));
  }

  @Test
  void aPlaceIsGivenBackWithoutADecision() {
    asking("text/plain")
        .body(domain("web-01", "restricted"))
        .post(path("lab") + "&operation=RELEASE")
        .then()
        .statusCode(202);
    asking("text/plain")
        .body(domain("web-01", "restricted"))
        .post(path("lab") + "&operation=RELEASE&decision=nonsense")
        .then()
        .statusCode(400)
        .body("field", equalTo("decision"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not xml",
        "<domain type='qemu'><name>a</name></domain>",
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><name>&x;</name></domain>"
      })
  void whatIsNoDomainIsAProblemThatSaysSo(String body) {
    asking("text/plain")
        .body(body)
        .post(path("lab"))
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("invalid"))
        .body("field", notNullValue())
        .body(org.hamcrest.Matchers.not(containsString("root:")));
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000_000, 20_000_000})
  void aBodyThatIsTooLargeIsAProblemThatSaysSo(int bytes) {
    asking("text/plain")
        .body("<domain>" + " ".repeat(bytes))
        .post(path("lab"))
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("code", equalTo("too-large"));
  }

  @Test
  void aQuestionWithoutHostOrWithUnknownOperationNamesTheField() {
    asking("text/plain")
        .body(domain("web-01", "public"))
        .post("/v1/reviews/libvirt")
        .then()
        .statusCode(400)
        .body("field", equalTo("host"));
    asking("text/plain")
        .body(domain("web-01", "public"))
        .post(path("lab") + "&operation=DANCE")
        .then()
        .statusCode(400)
        .body("field", equalTo("operation"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"host\":{\"id\":\"test:h\"}}|vm",
        "{\"vm\":{},\"host\":{\"id\":\"test:h\"}}|vm.id",
        "{\"vm\":{\"id\":\"nonsense\"},\"host\":{\"id\":\"test:h\"}}|vm.id",
        "{\"vm\":{\"id\":\"test:v\"},\"host\":{\"id\":\"test:h\"},\"operation\":\"DANCE\"}|operation",
        "{\"vm\":|$"
      })
  void aMalformedReviewNamesTheField(String bodyAndField) {
    String[] parts = bodyAndField.split("\\|");
    given()
        .contentType("application/json")
        .body(parts[0])
        .post("/v1/reviews")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", startsWith(parts[1]));
  }

  private static String path(String host) {
    return "/v1/reviews/libvirt?host=" + host;
  }

  private static RequestSpecification asking(String accept) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .contentType("application/xml")
        .accept(accept);
  }

  private static String domain(String name, String tier) {
    return """
        <domain type='qemu'>
          <name>%s</name>
          <uuid>%s</uuid>
          <metadata>
            <t:vm xmlns:t='https://tagout.dev/xmlns/vm/1'>
              <t:tier>%s</t:tier><t:owner>alice</t:owner>
            </t:vm>
          </metadata>
        </domain>
        """
        .formatted(name, UUID, tier);
  }
}
