package dev.tagout.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Parts of what the service answered. */
public final class Answer {
  private Answer() {}

  /**
   * A part that is of a contract.
   *
   * @throws CliException when it is not
   */
  public static <T> T part(JsonNode document, Class<T> type) {
    try {
      return Json.fromTree(document, type);
    } catch (ContractViolation e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "policy-evaluation answers something that this version does not understand",
          List.of(e.getMessage()));
    }
  }

  /** The text of a member; null when it has none. */
  public static String text(JsonNode document, String member) {
    return document.path(member).asText(null);
  }

  /** The texts of a list. */
  public static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
