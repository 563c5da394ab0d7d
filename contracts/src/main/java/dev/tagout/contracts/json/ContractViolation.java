package dev.tagout.contracts.json;

/**
 * A record from outside does not fulfil its contract. Names the field, so that its sender can mend
 * it without a look into our logs.
 */
public final class ContractViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String problem;

  /**
   * @param field path of the field, such as {@code missing[0].severity}; {@code $} for the whole
   * @param problem what is wrong with it, without the field's name
   */
  public ContractViolation(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
    this.problem = problem;
  }

  public String field() {
    return field;
  }

  public String problem() {
    return problem;
  }

  /** The same violation, seen from the object that holds the field under {@code parent}. */
  public ContractViolation within(String parent) {
    return new ContractViolation(
        field.equals("$") ? parent : field.startsWith("[") ? parent + field : parent + "." + field,
        problem);
  }
}
