package dev.tagout.simulator.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.simulator.SimulatorConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the gate over HTTP, and waits no longer than the deadline for all of it. */
@Singleton
class Gate {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI reviews;
  private final Duration deadline;

  Gate(SimulatorConfig config) {
    reviews = URI.create(config.gate().toString().replaceAll("/+$", "") + "/v1/reviews");
    deadline = config.deadline();
  }

  GateAnswer review(Review review) {
    HttpRequest request =
        HttpRequest.newBuilder(reviews)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(review)))
            .build();
    try {
      return read(exchange(request));
    } catch (TimeoutException e) {
      return new GateAnswer.NoAnswer("did not answer within " + deadline.toMillis() + " ms");
    } catch (ConnectException e) {
      return new GateAnswer.NoAnswer("at " + reviews + " cannot be reached");
    } catch (IOException e) {
      return new GateAnswer.NoAnswer("at " + reviews + " broke off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new GateAnswer.NoAnswer("was not waited for, since the simulator stops");
    }
  }

  /**
   * Tries once more when a connection breaks: a kept one may have been closed by the gate just now,
   * and a repeated review does no harm.
   */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    long end = System.nanoTime() + deadline.toNanos();
    try {
      return send(request, end);
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      return send(request, end);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request, long end)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return response.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      response.cancel(true);
    }
  }

  private static GateAnswer read(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      return new GateAnswer.NoAnswer("answered with status " + response.statusCode());
    }
    try {
      JsonNode decision = Json.tree(response.body());
      JsonNode admitted = decision.path("admitted");
      if (!admitted.isBoolean()) {
        return new GateAnswer.NoAnswer("answered with something that is no decision");
      }
      return admitted.booleanValue()
          ? new GateAnswer.Admitted()
          : new GateAnswer.Denied(decision.path("message").asText("refused"), decision);
    } catch (ContractViolation e) {
      return new GateAnswer.NoAnswer("answered with something that is no JSON");
    }
  }
}
