package dev.tagout.remediation.check;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.remediation.RemediationConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks policy-evaluation for the newest verdict of a VM. */
@ApplicationScoped
class PolicyEvaluation {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final URI url;
  private final Duration timeout;
  private final HttpClient http;

  PolicyEvaluation(RemediationConfig config) {
    this.url = config.policyEvaluation().url();
    this.timeout = config.policyEvaluation().timeout();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }

  /** Answers within the configured time-out; never throws. */
  Answer verdict(VmId vm) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(address(vm))
                  .timeout(timeout)
                  .header("Accept", "application/json")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return switch (response.statusCode()) {
        case OK -> read(vm, response.body());
        case NOT_FOUND -> notFound(response.body());
        default -> away("answers with status " + response.statusCode());
      };
    } catch (IOException e) {
      return away("cannot be reached: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return away("was not waited for");
    }
  }

  private URI address(VmId vm) {
    String base = url.toString().replaceAll("/+$", "");
    return URI.create(base + "/v1/vms/" + encoded(vm.value()) + "/verdict");
  }

  /** For a path, where a blank is not a plus; ids have no blanks, but the rule is cheap to keep. */
  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Answer read(VmId vm, byte[] body) {
    try {
      Decision decision = Json.read(body, Decision.class);
      return decision.vm().id().equals(vm)
          ? new Answer.Verdict(decision)
          : away("answers for another VM");
    } catch (ContractViolation e) {
      return away("gives an answer that makes no sense: " + e.getMessage());
    }
  }

  /** Only its own problem document says that it does not know the VM; anyone can say 404. */
  private static Answer notFound(byte[] body) {
    try {
      if (Json.tree(body).path("code").asText().equals("not-found")) {
        return new Answer.Unknown();
      }
    } catch (ContractViolation e) {
      // answered below
    }
    return away("answers with status " + NOT_FOUND);
  }

  private static Answer away(String what) {
    return new Answer.Away("policy-evaluation " + what);
  }
}
