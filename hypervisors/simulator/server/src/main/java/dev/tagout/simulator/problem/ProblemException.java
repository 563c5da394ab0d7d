package dev.tagout.simulator.problem;

/** A request that is answered with a problem document. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** 404: there is no such thing. */
  public static ProblemException notFound(String what, Object name) {
    return new ProblemException(
        Problem.of(404, "not-found", "Not found", "there is no " + what + " " + name));
  }

  /** 409: what was asked does not fit the state that it is in. */
  public static ProblemException conflict(String code, String detail) {
    return new ProblemException(Problem.of(409, code, "Conflict", detail));
  }

  public Problem problem() {
    return problem;
  }
}
