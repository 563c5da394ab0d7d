package dev.tagout.exporter.http;

import dev.tagout.exporter.receiver.AwayException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a request says who we are. */
public sealed interface Credentials {
  /** Adds what is to be added. */
  void show(HttpRequest.Builder request) throws AwayException;

  /** It does not. */
  record None() implements Credentials {
    @Override
    public void show(HttpRequest.Builder request) {}
  }

  /**
   * By a token.
   *
   * @param scheme {@code Bearer} or {@code ApiKey}
   */
  record Token(String scheme, Secret secret) implements Credentials {
    @Override
    public void show(HttpRequest.Builder request) throws AwayException {
      request.header("Authorization", scheme + " " + secret.token());
    }
  }

  /** By user and password (RFC 7617). */
  record Basic(String username, Secret password) implements Credentials {
    @Override
    public void show(HttpRequest.Builder request) throws AwayException {
      byte[] both = (username + ":" + password.text()).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }
  }
}
