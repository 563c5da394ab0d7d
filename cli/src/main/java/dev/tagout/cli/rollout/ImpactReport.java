package dev.tagout.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.cli.service.Answer;
import dev.tagout.cli.service.Subject;
import dev.tagout.cli.text.Document;
import dev.tagout.cli.text.Markdown;
import dev.tagout.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a changed pack would have answered, as the service has worked it out.
 *
 * @param impact the service's document
 */
record ImpactReport(JsonNode impact) {
  /** VMs that would newly be refused or admitted. */
  private enum Change {
    DENIED("newlyDenied", "Newly refused"),
    ADMITTED("newlyAdmitted", "Newly admitted");

    private final String member;
    private final String words;

    Change(String member, String words) {
      this.member = member;
      this.words = words;
    }
  }

  /** How the counts are grouped. */
  private static final Map<String, String> GROUPS =
      Map.of("byRule", "Rule", "byTier", "Tier", "byOwner", "Owner");

  private static final List<String> ORDER = List.of("byRule", "byTier", "byOwner");

  /** How many VMs would newly be refused; when the list is cut, at least so many. */
  int newlyDeniedVms() {
    return vms(Change.DENIED).size();
  }

  boolean isTruncated() {
    return impact.path("truncated").asBoolean();
  }

  List<String> text() {
    Document page =
        new Document()
            .line(
                "Revision %s instead of %s"
                    .formatted(said("revision"), impact.path("base").asText("none")));
    page.field("replayed", replayed() + period());
    for (String doubt : doubts()) {
      page.field("but", doubt);
    }
    for (Change change : Change.values()) {
      page.heading(headline(change));
      JsonNode vms = vms(change);
      if (!vms.isEmpty()) {
        Table table =
            new Table()
                .column("NAME", 32)
                .column("TIER", 16)
                .column("OWNER", 24)
                .column("HOST", 32)
                .number("DECISIONS")
                .column("RULES", 60)
                .whole("ID");
        for (JsonNode vm : vms) {
          table.row(
              Answer.text(vm, "name"),
              Answer.text(vm, "tier"),
              Answer.text(vm, "owner"),
              host(vm),
              vm.path("decisions").asText("1"),
              String.join(", ", Answer.texts(vm.path("rules"))),
              Answer.text(vm, "id"));
        }
        page.indented(table);
      }
    }
    for (String member : ORDER) {
      JsonNode groups = impact.path(member);
      if (groups.isEmpty()) {
        continue;
      }
      page.heading("By " + GROUPS.get(member).toLowerCase(java.util.Locale.ROOT));
      Table table =
          new Table()
              .column(GROUPS.get(member).toUpperCase(java.util.Locale.ROOT), 60)
              .number("NEWLY REFUSED")
              .number("NEWLY ADMITTED");
      for (Map.Entry<String, JsonNode> group : groups.properties()) {
        table.row(
            group.getKey(),
            group.getValue().path("newlyDenied").asLong(),
            group.getValue().path("newlyAdmitted").asLong());
      }
      page.indented(table);
    }
    return page.lines();
  }

  /** For the description of a merge request or a comment to it. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("## Policy impact");
    lines.add("");
    lines.add(
        "Revision %s instead of %s: %s%s."
            .formatted(
                Markdown.code(said("revision")),
                Markdown.code(impact.path("base").asText("none")),
                replayed(),
                Markdown.text(period())));
    for (String doubt : doubts()) {
      lines.add("");
      lines.add("> **Note:** " + Markdown.text(doubt));
    }
    for (Change change : Change.values()) {
      lines.add("");
      lines.add("### " + headline(change));
      JsonNode vms = vms(change);
      if (vms.isEmpty()) {
        continue;
      }
      lines.add("");
      lines.add("| VM | tier | owner | host | decisions | rules | why |");
      lines.add("|---|---|---|---|--:|---|---|");
      for (JsonNode vm : vms) {
        List<String> rules = Answer.texts(vm.path("rules")).stream().map(Markdown::code).toList();
        List<String> messages =
            Answer.texts(vm.path("messages")).stream().map(Markdown::text).toList();
        lines.add(
            "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                    name(vm),
                    Markdown.text(vm.path("tier").asText("")),
                    Markdown.text(vm.path("owner").asText("")),
                    Markdown.text(host(vm)),
                    Markdown.text(vm.path("decisions").asText("1")),
                    String.join(", ", rules),
                    String.join("<br>", messages)));
      }
    }
    for (String member : ORDER) {
      JsonNode groups = impact.path(member);
      if (groups.isEmpty()) {
        continue;
      }
      String what = GROUPS.get(member).toLowerCase(java.util.Locale.ROOT);
      lines.add("");
      lines.add("<details><summary>By " + what + "</summary>");
      lines.add("");
      lines.add("| " + what + " | newly refused | newly admitted |");
      lines.add("|---|--:|--:|");
      for (Map.Entry<String, JsonNode> group : groups.properties()) {
        lines.add(
            "| %s | %d | %d |"
                .formatted(
                    Markdown.text(group.getKey()),
                    group.getValue().path("newlyDenied").asLong(),
                    group.getValue().path("newlyAdmitted").asLong()));
      }
      lines.add("");
      lines.add("</details>");
    }
    return lines;
  }

  private String said(String member) {
    return impact.path(member).asText("");
  }

  private JsonNode vms(Change change) {
    return impact.path(change.member).path("vms");
  }

  private String headline(Change change) {
    int vms = vms(change).size();
    String decisions = fleet() ? "" : ", " + count(decisions(change), "decision");
    return "%s: %s%s%s"
        .formatted(
            change.words, count(vms, "VM"), isTruncated() && vms > 0 ? " or more" : "", decisions);
  }

  private long decisions(Change change) {
    return impact.path(change.member).path("decisions").asLong();
  }

  private boolean fleet() {
    return said("scope").equals("fleet");
  }

  private String replayed() {
    return count(impact.path("replayed").asLong(), fleet() ? "VM" : "decision");
  }

  private String period() {
    if (fleet()) {
      return " as they are now";
    }
    String since = said("since");
    String until = said("until");
    return (since.isEmpty() ? "" : " from " + since) + (until.isEmpty() ? "" : " to " + until);
  }

  /** What makes the counts less than the whole truth. */
  private List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    long undecided = impact.path("undecided").asLong();
    if (undecided > 0) {
      doubts.add("for " + count(undecided, "review") + " the new revision has no answer");
    }
    long skipped = impact.path("skipped").asLong();
    if (skipped > 0) {
      doubts.add(count(skipped, "decision") + " could not be replayed");
    }
    if (isTruncated()) {
      doubts.add("not all VMs are listed");
    }
    if (impact.path("replayed").asLong() == 0) {
      doubts.add("nothing was replayed, so this says nothing about the change");
    }
    return doubts;
  }

  private static String host(JsonNode vm) {
    return vm.path("host").isObject() ? Subject.label(vm.path("host")) : vm.path("host").asText("");
  }

  private static String name(JsonNode vm) {
    String id = Markdown.code(vm.path("id").asText(""));
    String name = vm.path("name").asText("");
    return name.isBlank() ? id : "**" + Markdown.text(name) + "** " + id;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
