package dev.tagout.cli.service;

import dev.tagout.cli.CliException;
import dev.tagout.cli.Environment;
import dev.tagout.cli.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a service is: what was typed, else what the environment says, else its usual port here. */
final class ServiceAddress {
  private ServiceAddress() {}

  /**
   * @param typed null when nothing was
   * @throws CliException when it is no URL
   */
  static URI of(Environment environment, Peer peer, String typed) {
    String text =
        Optional.ofNullable(typed)
            .or(() -> environment.variable(peer.urlVariable()))
            .orElseGet(
                () ->
                    "http://127.0.0.1:"
                        + environment.variable(peer.portVariable()).orElse(peer.port()));
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new CliException(
        ExitCode.WRONG_USAGE,
        "no URL of %s: %s (such as http://127.0.0.1:%s)".formatted(peer, text, peer.port()));
  }
}
