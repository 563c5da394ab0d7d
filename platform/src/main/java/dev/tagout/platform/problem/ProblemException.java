package dev.tagout.platform.problem;

/** A request that is answered with a problem document. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** 404: there is no such thing. */
  public static ProblemException notFound(String what, Object id) {
    return new ProblemException(
        Problem.of(404, "not-found", "Not found", "there is no " + what + " " + id));
  }

  /** 503: something that the answer needs is away. */
  public static ProblemException unavailable(String what) {
    return new ProblemException(
        Problem.of(
            503, "unavailable", "Unavailable", what + " cannot be reached; try again later"));
  }

  public Problem problem() {
    return problem;
  }
}
