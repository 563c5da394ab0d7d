package dev.tagout.exporter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a receiver said. */
public final class Answer {
  private static final int LONGEST = 300;

  /** So much is looked at for a text. */
  private static final int BEGINNING = 16 * 1024;

  /**
   * Parts of a credential that are as long are not shown either, as by one who escapes the rest.
   */
  private static final Pattern LONG_PART = Pattern.compile("[A-Za-z0-9]{8,}");

  private final int status;
  private final byte[] body;
  private final List<String> secrets;

  Answer(int status, byte[] body, HttpRequest asked) {
    this.status = status;
    this.body = body;
    this.secrets = secrets(asked);
  }

  /** A page for debugging may show us our own headers. */
  private static List<String> secrets(HttpRequest asked) {
    List<String> secrets = new ArrayList<>();
    for (String authorization : asked.headers().allValues("Authorization")) {
      String credentials = authorization.substring(authorization.indexOf(' ') + 1);
      secrets.add(credentials);
      LONG_PART.matcher(credentials).results().forEach(part -> secrets.add(part.group()));
    }
    return secrets;
  }

  int status() {
    return status;
  }

  boolean isTaken() {
    return status / 100 == 2;
  }

  /** Its status, and its beginning where it has any. */
  String said() {
    String text = text();
    return status + (text.isEmpty() ? "" : ": " + text);
  }

  /** Its beginning, in one line, without our credentials. */
  String text() {
    return text(new String(body, 0, Math.min(body.length, BEGINNING), StandardCharsets.UTF_8));
  }

  /** The same of a part of it. */
  String text(String said) {
    String text = said.replaceAll("[\\p{C}\\s]+", " ").strip();
    for (String secret : secrets) {
      text = text.replace(secret, "***");
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** As JSON; a missing node when it is none. */
  JsonNode json() {
    try {
      return Json.tree(body);
    } catch (ContractViolation e) {
      return MissingNode.getInstance();
    }
  }

  /** What a status means that is not about what was sent. */
  String meaning() {
    String meaning =
        switch (status) {
          case 401, 403 -> ", our credentials are not accepted";
          case 404, 405 -> ", there is no such interface at this path";
          case 429 -> ", it asks for less";
          case 503 -> ", it is busy";
          default -> status / 100 == 3 ? ", which sends us elsewhere: give the address itself" : "";
        };
    String said = text();
    return String.format(Locale.ROOT, "%d%s%s", status, meaning, said.isEmpty() ? "" : ": " + said);
  }
}
