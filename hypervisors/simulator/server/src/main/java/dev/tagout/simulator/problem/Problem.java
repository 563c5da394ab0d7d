package dev.tagout.simulator.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A problem document (RFC 9457).
 *
 * @param type a URI reference that names the kind of problem; made from {@code code}
 * @param title the kind in words, the same each time
 * @param status the HTTP status code
 * @param detail what is wrong this time, for a person, in one line
 * @param code stable, for a program
 * @param field path of the field that is wrong, where one is
 * @param decision the gate's whole decision, where it refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String field,
    JsonNode decision) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(type(code), title, status, detail, code, null, null);
  }

  /** 400: something in the request is wrong. */
  public static Problem invalid(String field, String detail) {
    return new Problem(type("invalid"), "Invalid request", 400, detail, "invalid", field, null);
  }

  /** 403: the gate decided, and the answer is no. */
  public static Problem refused(String message, JsonNode decision) {
    return new Problem(type("refused"), "Refused", 403, message, "refused", null, decision);
  }

  /** 403: the gate gave no answer, and the hook fails closed. */
  public static Problem undecided(String detail) {
    return of(403, "gate-unavailable", "No answer from the gate", detail);
  }

  private static String type(String code) {
    return "urn:tagout:problem:" + code;
  }
}
