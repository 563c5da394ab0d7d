package dev.tagout.collector.ingest;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;

/** The answers to a request that is not taken. Each names what to mend. */
final class Refusal {
  private Refusal() {}

  /** 400: an event does not fulfil its contract. */
  static ProblemException invalid(Place place, ContractViolation why) {
    return new ProblemException(
        Problem.of(
            400,
            "invalid",
            "Invalid event",
            place + ": " + why.getMessage(),
            place.path(why.field())));
  }

  /** 400: the body as a whole is not what the content type says. */
  static ProblemException invalid(ContractViolation why) {
    return new ProblemException(
        Problem.of(400, "invalid", "Invalid request", why.getMessage(), why.field()));
  }

  /** 403: only a source that is configured for it tells of lives. */
  static ProblemException sourceNotAllowed(Place place, String type, Object source) {
    return new ProblemException(
        Problem.of(
            403,
            "source-not-allowed",
            "Source not allowed",
            place
                + ": "
                + type
                + " is a lifecycle event, and "
                + source
                + " is not in tagout.collector.lifecycle-sources",
            place.path("source")));
  }

  static ProblemException tooManyEvents(int limit) {
    return new ProblemException(
        Problem.of(
            413,
            "too-many-events",
            "Too many events",
            "a batch takes at most " + limit + " events; send several"));
  }

  static ProblemException unsupportedMediaType(String contentType) {
    return new ProblemException(
        Problem.of(
            415,
            "unsupported-media-type",
            "Unsupported media type",
            "the content type is "
                + (contentType == null ? "missing" : contentType)
                + "; taken are "
                + ContentType.STRUCTURED_TYPE
                + ", "
                + ContentType.BATCH_TYPE
                + ", and application/json with the attributes in headers ce-*"));
  }

  /**
   * Which event of a request.
   *
   * @param index its place in the batch, from 0; -1 when the request is one event
   * @param id its id, empty when it has none
   */
  record Place(int index, String id) {
    private static final int LONGEST_SHOWN = 200;

    /** Where a field of the event stands, from the body's root. */
    String path(String field) {
      return index < 0 ? field : new ContractViolation(field, "").within("[" + index + "]").field();
    }

    @Override
    public String toString() {
      String shown = id.length() > LONGEST_SHOWN ? id.substring(0, LONGEST_SHOWN) + "…" : id;
      return "event"
          + (index < 0 ? "" : " " + index)
          + (shown.isEmpty() ? " without id" : " with id " + shown);
    }
  }
}
