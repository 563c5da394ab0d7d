package dev.tagout.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import java.util.List;

/** A VM or a host, as somebody types it: its id, or its name where only one has it. */
public enum Subject {
  VM("VM", "/v1/vms") {
    @Override
    void check(String id) {
      new VmId(id);
    }
  },
  HOST("host", "/v1/hosts") {
    @Override
    void check(String id) {
      new HostId(id);
    }
  };

  private final String word;
  private final String path;

  Subject(String word, String path) {
    this.word = word;
    this.path = path;
  }

  abstract void check(String id);

  public String word() {
    return word;
  }

  /** Of the list of them. */
  public String path() {
    return path;
  }

  /** Of one of them. */
  public String path(String id, String after) {
    return PolicyService.path(path, id, after);
  }

  /**
   * The id that is meant. What has a colon is taken for an id and not looked up, so that nobody can
   * take another's place by choosing a name.
   *
   * @param typed null stays null
   * @throws CliException when it has no shape of an id, nothing has the name, or several have it
   */
  public String id(PolicyService service, String typed) {
    if (typed == null) {
      return null;
    }
    if (typed.indexOf(':') >= 0) {
      try {
        check(typed);
        return typed;
      } catch (ContractViolation e) {
        throw new CliException(
            ExitCode.WRONG_USAGE,
            "no id of a " + word + ": " + typed + " (it " + e.problem() + ")");
      }
    }
    List<String> ids =
        Listing.all(service, path).stream()
            .filter(item -> typed.equals(item.path("name").asText(null)))
            .map(item -> item.path("id").asText())
            .toList();
    return switch (ids.size()) {
      case 1 -> ids.getFirst();
      case 0 -> throw new CliException(ExitCode.NO, "no " + word + " is named " + typed);
      default ->
          throw new CliException(
              ExitCode.WRONG_USAGE, ids.size() + " " + word + "s are named " + typed, ids);
    };
  }

  /** What people call it: its name, else its id. */
  public static String label(JsonNode reference) {
    String name = reference.path("name").asText("");
    return name.isBlank() ? reference.path("id").asText("") : name;
  }
}
