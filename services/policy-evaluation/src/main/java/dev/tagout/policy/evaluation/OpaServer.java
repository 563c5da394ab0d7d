package dev.tagout.policy.evaluation;

import java.nio.charset.StandardCharsets;

/**
 * An OPA server, by the part of its REST API that an engine needs (OPA's documentation, "REST API":
 * Policy API and Data API). May be used by several threads at a time.
 */
public interface OpaServer {
  /** An answer larger than this is none. */
  int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

  /**
   * Asks for a document, with built-in errors being errors.
   *
   * @param path of the document in {@code data}, with slashes
   * @param body {@code {"input": …}}
   * @throws OpaServerException when there is no answer
   */
  Answer ask(String path, byte[] body);

  /**
   * @throws OpaServerException when there is no answer
   */
  Answer putModule(String id, String rego);

  /**
   * @throws OpaServerException when there is no answer
   */
  Answer putData(String path, byte[] json);

  /**
   * @throws OpaServerException when there is no answer
   */
  Answer deleteModule(String id);

  /**
   * @throws OpaServerException when there is no answer
   */
  Answer deleteData(String path);

  /**
   * What the server said.
   *
   * @param status of HTTP
   * @param body up to {@link #MAX_ANSWER_BYTES}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, byte[] body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
