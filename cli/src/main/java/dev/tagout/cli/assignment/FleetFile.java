package dev.tagout.cli.assignment;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.cli.service.Subject;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file of VMs and hosts with their assignments:
 *
 * <pre>
 * vms:
 *   - id: libvirt:0f3c…
 *     tier: internal
 *     owner: finance
 *     admins: [alice, bob]
 * hosts:
 *   - id: libvirt:host-a
 *     tier: restricted
 *     maintenance: false
 *     enforcement: observe
 * </pre>
 *
 * Read as nodes and not into objects, so that every fault is named with its line, and all of them
 * at once.
 */
final class FleetFile {
  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final int MAX_FAULTS = 50;
  private static final List<String> FOR_ALL =
      List.of("id", "tier", "group", "owner", "contact", "admins");
  private static final List<String> FOR_HOSTS = List.of("maintenance", "enforcement");

  /** An assignment of the file. */
  record Entry(Subject subject, String id, Assignment assignment) {}

  /** Something in the file that is wrong. */
  private record Fault(int line, String field, String problem) {}

  private final Path file;
  private final List<Fault> faults = new ArrayList<>();

  private FleetFile(Path file) {
    this.file = file;
  }

  /**
   * @throws CliException with a line for each fault, when there is one
   */
  static List<Entry> read(Path file) {
    return new FleetFile(file).entries();
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Node root = compose(text());
    if (root == null || root.getTag().equals(Tag.NULL)) {
      faults.add(new Fault(1, "$", "is empty; it has vms, hosts or both"));
    } else {
      Map<String, Node> parts = fields(root, "$", List.of("vms", "hosts"));
      entries.addAll(entries(parts.get("vms"), "vms", Subject.VM));
      entries.addAll(entries(parts.get("hosts"), "hosts", Subject.HOST));
    }
    if (!faults.isEmpty()) {
      List<String> shown = new ArrayList<>();
      faults.stream()
          .sorted(Comparator.comparingInt(Fault::line))
          .limit(MAX_FAULTS)
          .forEach(
              f -> shown.add("%s:%d: %s: %s".formatted(file, f.line(), f.field(), f.problem())));
      if (faults.size() > MAX_FAULTS) {
        shown.add("and " + (faults.size() - MAX_FAULTS) + " more");
      }
      throw new CliException(
          ExitCode.WRONG_USAGE, file + " is not taken; nothing was assigned", shown);
    }
    return entries;
  }

  private String text() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CliException(ExitCode.WRONG_USAGE, file + " is larger than 16 MiB");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new CliException(ExitCode.WRONG_USAGE, file + " is not UTF-8");
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot read " + file);
    }
  }

  private Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(20);
    try {
      return new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      String line = e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1);
      throw new CliException(
          ExitCode.WRONG_USAGE,
          file + " is no YAML; nothing was assigned",
          List.of(file + line + ": " + e.getProblem()));
    } catch (YAMLException e) {
      throw new CliException(
          ExitCode.WRONG_USAGE,
          file + " is no YAML; nothing was assigned",
          List.of(e.getMessage()));
    }
  }

  private List<Entry> entries(Node list, String path, Subject subject) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    int index = 0;
    for (Node item : items(list, path)) {
      String at = path + "[" + index++ + "]";
      List<String> known = new ArrayList<>(FOR_ALL);
      if (subject == Subject.HOST) {
        known.addAll(FOR_HOSTS);
      }
      Map<String, Node> fields = fields(item, at, known);
      String id = id(fields.get("id"), item, at, subject);
      Assignment assignment = assignment(fields, item, at);
      if (id == null || assignment == null) {
        continue;
      }
      Integer before = lines.putIfAbsent(id, line(item));
      if (before != null) {
        fault(item, at + ".id", id + " stands in line " + before + " already");
      }
      entries.add(new Entry(subject, id, assignment));
    }
    return entries;
  }

  private String id(Node node, Node item, String at, Subject subject) {
    if (node == null) {
      if (item instanceof MappingNode) {
        fault(item, at + ".id", "is missing");
      }
      return null;
    }
    String id = string(node, at + ".id");
    if (id == null) {
      return null;
    }
    try {
      return switch (subject) {
        case VM -> new VmId(id).value();
        case HOST -> new HostId(id).value();
      };
    } catch (ContractViolation e) {
      fault(node, at + ".id", e.problem());
      return null;
    }
  }

  /** Null when a field is wrong, which was said. */
  private Assignment assignment(Map<String, Node> fields, Node item, String at) {
    int before = faults.size();
    if (item instanceof MappingNode && !fields.containsKey("tier")) {
      fault(item, at + ".tier", "is missing");
    }
    List<String> admins = null;
    if (fields.containsKey("admins")) {
      admins = new ArrayList<>();
      int index = 0;
      for (Node admin : items(fields.get("admins"), at + ".admins")) {
        String name = string(admin, at + ".admins[" + index++ + "]");
        if (name != null) {
          admins.add(name);
        }
      }
    }
    String tier = string(fields.get("tier"), at + ".tier");
    String group = string(fields.get("group"), at + ".group");
    String owner = string(fields.get("owner"), at + ".owner");
    String contact = string(fields.get("contact"), at + ".contact");
    Boolean maintenance = truth(fields.get("maintenance"), at + ".maintenance");
    Assignment.Enforcement enforcement =
        enforcement(fields.get("enforcement"), at + ".enforcement");
    try {
      Assignment assignment =
          new Assignment(tier, group, owner, contact, admins, maintenance, enforcement);
      return faults.size() == before ? assignment : null;
    } catch (ContractViolation e) {
      fault(fields.getOrDefault(e.field(), item), at + "." + e.field(), e.problem());
      return null;
    }
  }

  private Assignment.Enforcement enforcement(Node node, String at) {
    String text = string(node, at);
    if (text == null) {
      return null;
    }
    for (Assignment.Enforcement value : Assignment.Enforcement.values()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    fault(node, at, "must be enforce or observe");
    return null;
  }

  private Boolean truth(Node node, String at) {
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      switch (scalar.getValue()) {
        case "true" -> {
          return true;
        }
        case "false" -> {
          return false;
        }
        default -> {
          // YAML 1.1 has more words for it, such as "no".
        }
      }
    }
    fault(node, at, "must be true or false");
    return null;
  }

  private String string(Node node, String at) {
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    fault(
        node,
        at,
        node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
            ? "must be text; put " + scalar.getValue() + " in quotes"
            : "must be text");
    return null;
  }

  private List<Node> items(Node node, String at) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    fault(node, at, "must be a list");
    return List.of();
  }

  private Map<String, Node> fields(Node node, String at, List<String> known) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      fault(node, at, "must be an object");
      return fields;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple field : mapping.getValue()) {
      String name = field.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
      String path = at.equals("$") ? name : at + "." + name;
      if (!seen.add(name)) {
        fault(field.getKeyNode(), path, "stands here twice");
      } else if (!known.contains(name)) {
        fault(field.getKeyNode(), path, "is no field; there are " + String.join(", ", known));
      } else {
        fields.put(name, field.getValueNode());
      }
    }
    return fields;
  }

  private void fault(Node node, String field, String problem) {
    faults.add(new Fault(line(node), field, problem));
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
