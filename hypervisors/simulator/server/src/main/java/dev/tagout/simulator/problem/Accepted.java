package dev.tagout.simulator.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** In which of the two forms a caller wants its answer. */
public enum Accepted {
  JSON,
  /** One line for a terminal. */
  TEXT;

  /** The form that the caller likes best; JSON when it does not mind. */
  public static Accepted by(HttpHeaders headers) {
    return headers.getAcceptableMediaTypes().stream()
        .filter(type -> MediaType.TEXT_PLAIN_TYPE.isCompatible(type) || isJson(type))
        .findFirst()
        .map(type -> isJson(type) ? JSON : TEXT)
        .orElse(JSON);
  }

  private static boolean isJson(MediaType type) {
    return type.isWildcardType() || type.getSubtype().endsWith("json");
  }
}
