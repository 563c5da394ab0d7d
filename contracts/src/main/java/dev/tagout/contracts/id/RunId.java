package dev.tagout.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import java.util.UUID;

/** Identity of a remediation run, a UUIDv7. */
public record RunId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunId {
    Require.present(value, "$");
    try {
      UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new ContractViolation("$", "must be a UUID");
    }
  }

  public static RunId next() {
    return new RunId(Ids.next());
  }

  @Override
  public String toString() {
    return value;
  }
}
