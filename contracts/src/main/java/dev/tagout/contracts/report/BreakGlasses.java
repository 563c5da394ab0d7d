package dev.tagout.contracts.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tagout.contracts.json.Require;
import dev.tagout.contracts.policy.BreakGlass;
import java.util.List;

/**
 * Break-glasses of the period.
 *
 * @param requested how many were asked for
 * @param approved how many were approved
 * @param used those that admitted a start, newest use first
 */
public record BreakGlasses(
    @JsonProperty(required = true) long requested,
    @JsonProperty(required = true) long approved,
    @JsonProperty(required = true) Top<Use> used) {
  public BreakGlasses {
    Require.present(used, "used");
  }

  /**
   * A use.
   *
   * @param vmName null: the VM has none
   * @param rules that denied the start which it admitted
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Use(
      @JsonProperty(required = true) BreakGlass breakGlass,
      String vmName,
      @JsonProperty(required = true) List<String> rules) {
    public Use {
      Require.present(breakGlass, "breakGlass");
      rules = Require.presentList(rules, "rules");
    }
  }
}
