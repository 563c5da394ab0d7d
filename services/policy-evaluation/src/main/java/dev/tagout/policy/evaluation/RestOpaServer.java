package dev.tagout.policy.evaluation;

import dev.tagout.policy.PolicyConfig;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * An OPA server over HTTP. A question is asked again when the connection failed; a server that
 * keeps failing is left alone for a while, so that callers are told at once.
 */
final class RestOpaServer implements OpaServer {
  private final OpaRest asking;
  private final OpaRest pushing;
  private final Guard question;
  private final Guard push;
  private final String limit;

  /** The server cannot be reached, or is overloaded: another attempt may do. */
  private static final class ConnectionFailed extends Exception {
    private static final long serialVersionUID = 1;

    ConnectionFailed(Throwable cause) {
      super(cause);
    }
  }

  RestOpaServer(URI url, PolicyConfig.Opa config, Duration limit) {
    Duration connect = config.connectTimeout();
    this.asking = client(url, connect, limit);
    this.pushing = client(url, connect, config.pushTimeout());
    this.limit = limit.toMillis() + " ms";
    this.question = guard(config, limit.plus(connect));
    this.push = guard(config, config.pushTimeout().plus(connect));
  }

  private static OpaRest client(URI url, Duration connect, Duration read) {
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(url)
        .connectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS)
        .readTimeout(read.toMillis(), TimeUnit.MILLISECONDS)
        .followRedirects(false)
        .build(OpaRest.class);
  }

  /** The client's own timeout comes first and closes the connection, at which OPA stops as well. */
  private static Guard guard(PolicyConfig.Opa config, Duration limit) {
    return Guard.create()
        .withDescription("OPA server")
        .withTimeout()
        .duration(limit.toMillis() + 500, ChronoUnit.MILLIS)
        .done()
        .withRetry()
        .maxRetries(config.retries())
        .delay(50, ChronoUnit.MILLIS)
        .jitter(25, ChronoUnit.MILLIS)
        .maxDuration(limit.toMillis(), ChronoUnit.MILLIS)
        .retryOn(ConnectionFailed.class)
        .done()
        .withCircuitBreaker()
        .requestVolumeThreshold(config.circuit().requests())
        .failureRatio(config.circuit().failureRatio())
        .delay(config.circuit().delay().toMillis(), ChronoUnit.MILLIS)
        .done()
        .build();
  }

  @Override
  public Answer ask(String path, byte[] body) {
    return call(question, () -> asking.ask(path, true, body));
  }

  @Override
  public Answer putModule(String id, String rego) {
    return call(push, () -> pushing.putModule(id, rego));
  }

  @Override
  public Answer putData(String path, byte[] json) {
    return call(push, () -> pushing.putData(path, json));
  }

  @Override
  public Answer deleteModule(String id) {
    return call(push, () -> pushing.deleteModule(id));
  }

  @Override
  public Answer deleteData(String path) {
    return call(push, () -> pushing.deleteData(path));
  }

  private Answer call(Guard guard, Callable<InputStream> request) {
    try {
      return guard.call(() -> once(request), Answer.class);
    } catch (OpaServerException e) {
      throw e;
    } catch (CircuitBreakerOpenException e) {
      throw new OpaServerException("the OPA server failed too often and is left alone", e);
    } catch (TimeoutException
        | org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException e) {
      throw new OpaServerException(
          guard == question
              ? "the evaluation took longer than " + limit
              : "the OPA server took too long to take the policies",
          e);
    } catch (ConnectionFailed e) {
      throw new OpaServerException("the OPA server cannot be reached: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpaServerException("interrupted", e);
    } catch (Exception e) {
      throw new OpaServerException("the OPA server failed: " + reason(e), e);
    }
  }

  private static Answer once(Callable<InputStream> request) throws Exception {
    try (InputStream body = request.call()) {
      return new Answer(200, bounded(body));
    } catch (WebApplicationException e) {
      Response response = e.getResponse();
      int status = response.getStatus();
      if (status == 502 || status == 503 || status == 504 || status == 429) {
        throw new ConnectionFailed(e);
      }
      String body = response.hasEntity() ? response.readEntity(String.class) : "";
      return new Answer(status, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (ProcessingException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof TimeoutException timeout) {
          throw timeout;
        }
      }
      throw new ConnectionFailed(e);
    } catch (IOException e) {
      throw new ConnectionFailed(e);
    }
  }

  private static byte[] bounded(InputStream body) throws IOException {
    byte[] read = body == null ? new byte[0] : body.readNBytes(MAX_ANSWER_BYTES + 1);
    if (read.length > MAX_ANSWER_BYTES) {
      throw new OpaServerException(
          "the OPA server's answer is larger than " + MAX_ANSWER_BYTES + " bytes");
    }
    return read;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
