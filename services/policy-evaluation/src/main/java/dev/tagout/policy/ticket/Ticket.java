package dev.tagout.policy.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.TicketId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.policy.evaluation.FailMode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What a host may answer about one VM while the gate cannot be asked.
 *
 * <p>It is written as JSON that a shell reads with {@code sed}: members in the order in which they
 * stand here, no white space, and in strings {@code "}, {@code \} and whatever is no plain
 * character as <code>&#92;u</code> escape. So a quotation mark always begins or ends a string,
 * whatever a VM is called.
 *
 * @param outcome {@code INDETERMINATE}: no answer, the gate has to be asked
 * @param failMode what holds when the gate cannot be asked and there is no answer
 * @param message one line for a terminal, at most {@value #MAX_MESSAGE} characters
 * @param rules that deny or are waived, at most {@value #MAX_RULES}
 * @param nbf {@code notBefore} in seconds since 1970 (RFC 7519 section 4.1.5)
 * @param exp {@code validUntil} in seconds since 1970 (RFC 7519 section 4.1.4)
 * @param decision the verdict that it was made from
 * @param epoch a host that has heard of a higher one starts nothing by it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Ticket(
    @JsonProperty("jti") TicketId id,
    VmId vm,
    String vmName,
    String tier,
    HostId host,
    Outcome outcome,
    boolean admitted,
    FailMode failMode,
    String message,
    List<String> rules,
    Instant notBefore,
    Instant validUntil,
    long nbf,
    long exp,
    String revision,
    DecisionId decision,
    long epoch) {
  static final int MAX_MESSAGE = 600;
  static final int MAX_RULES = 20;

  Ticket {
    Require.present(id, "jti");
    Require.present(vm, "vm");
    Require.present(host, "host");
    Require.present(outcome, "outcome");
    Require.present(failMode, "failMode");
    message = message == null ? "" : cut(message);
    rules = rules == null ? List.of() : rules.stream().limit(MAX_RULES).toList();
    Require.present(revision, "revision");
    Require.present(decision, "decision");
    Require.present(notBefore, "notBefore");
    Require.present(validUntil, "validUntil");
    if (notBefore.getEpochSecond() != nbf || validUntil.getEpochSecond() != exp || nbf >= exp) {
      throw new ContractViolation("nbf", "nbf, exp, notBefore and validUntil disagree");
    }
    if (admitted && outcome == Outcome.INDETERMINATE) {
      throw new ContractViolation("admitted", "where there is no answer nothing is admitted");
    }
  }

  @JsonIgnore
  Answer answer() {
    return switch (outcome) {
      case ALLOWED, WAIVED -> admitted ? Answer.ADMIT : Answer.ASK;
      case DENIED -> admitted ? Answer.ADMIT : Answer.REFUSE;
      case INDETERMINATE, UNRECOGNIZED -> Answer.ASK;
    };
  }

  /** As it is signed. */
  String json() {
    return new Members()
        .text("jti", id)
        .text("vm", vm)
        .text("vmName", vmName)
        .text("tier", tier)
        .text("host", host)
        .text("outcome", outcome)
        .bare("admitted", admitted)
        .text("failMode", failMode)
        .text("message", message)
        .texts("rules", rules)
        .text("notBefore", notBefore)
        .text("validUntil", validUntil)
        .bare("nbf", nbf)
        .bare("exp", exp)
        .text("revision", revision)
        .text("decision", decision)
        .bare("epoch", epoch)
        .end();
  }

  private static String cut(String message) {
    if (message.codePointCount(0, message.length()) <= MAX_MESSAGE) {
      return message;
    }
    return message.substring(0, message.offsetByCodePoints(0, MAX_MESSAGE - 1)) + "…";
  }

  /** Writes JSON in the narrow form that was promised. */
  private static final class Members {
    private final StringBuilder json = new StringBuilder("{");

    Members text(String name, Object value) {
      return bare(name, value == null ? "null" : quoted(value.toString()));
    }

    Members texts(String name, List<String> values) {
      return bare(
          name,
          values.stream()
              .map(Members::quoted)
              .collect(java.util.stream.Collectors.joining(",", "[", "]")));
    }

    Members bare(String name, Object value) {
      json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
      json.append(value);
      return this;
    }

    String end() {
      return json.append('}').toString();
    }

    private static String quoted(String text) {
      Function<Integer, String> escape = c -> "\\u%04x".formatted(c);
      StringBuilder out = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean plain = c != '"' && c != '\\' && !Character.isISOControl(c) && !isUnpaired(text, i);
        out.append(plain ? String.valueOf(c) : escape.apply((int) c));
      }
      return out.append('"').toString();
    }

    private static boolean isUnpaired(String text, int i) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
      }
      return Character.isLowSurrogate(c)
          && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
  }
}
