package dev.tagout.policy.approval;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.platform.problem.Problem;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.database.Statements;
import java.sql.SQLException;

/** The refusals that every exception shares, whatever it is an exception from. */
public final class Approval {
  private Approval() {}

  /**
   * @param what is approved, as in "this waiver"
   * @throws ProblemException 403 when who approves has requested it
   */
  public static void requireAnother(String requestedBy, String by, String what) {
    if (requestedBy.equals(by)) {
      throw new ProblemException(
          Problem.of(
              403,
              "approval-by-requester",
              "Approval by its requester",
              by + " requested " + what + "; somebody else has to approve it"));
    }
  }

  /**
   * The refusal, 409, of what cannot be done in a state.
   *
   * @param what it is, as in "the waiver"
   * @param attempt as in "approved"
   */
  public static ProblemException conflict(String code, String what, Enum<?> state, String attempt) {
    return new ProblemException(
        Problem.of(
            409,
            code,
            "Wrong state",
            what + " is " + Statements.word(state) + " and cannot be " + attempt + " any more"));
  }

  /**
   * @param table {@code vm} or {@code host}, which is also the field's name
   * @param id of a row of it; null is known
   * @throws ContractViolation when there is no such row
   */
  public static void requireKnown(Statements on, String table, Object id) throws SQLException {
    if (id != null
        && on.first("SELECT true FROM " + table + " WHERE id = ?", row -> true, id).isEmpty()) {
      throw new ContractViolation(table, "is not known: " + id);
    }
  }
}
