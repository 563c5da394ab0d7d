package dev.tagout.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A problem document (RFC 9457).
 *
 * @param type a URI reference that names the kind of problem; made from {@code code}
 * @param title the kind in words, the same each time
 * @param status the HTTP status code
 * @param detail what is wrong this time, for a person
 * @param code stable, for a program
 * @param field path of the field that is wrong, where one is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type, String title, int status, String detail, String code, String field) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(int status, String code, String title, String detail) {
    return of(status, code, title, detail, null);
  }

  public static Problem of(int status, String code, String title, String detail, String field) {
    return new Problem("urn:tagout:problem:" + code, title, status, detail, code, field);
  }
}
