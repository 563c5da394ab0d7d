package dev.tagout.cli.policy.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.cli.policy.Yaml;
import dev.tagout.cli.policy.pack.Case;
import dev.tagout.cli.policy.pack.Rule;
import dev.tagout.cli.policy.pack.Scenario;
import dev.tagout.cli.policy.pack.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page of one rule. */
final class RulePage {
  private static final Map<String, String> REMEDIATIONS =
      Map.of(
          "none", "nothing is done",
          "notify", "people are told",
          "quarantine", "it is cut off from its networks",
          "save", "its state is saved and it stops",
          "power_off", "it is switched off",
          "lock", "it is kept from starting again");

  private final Rule rule;
  private final JsonNode fit;

  RulePage(Rule rule, JsonNode fit) {
    this.rule = rule;
    this.fit = fit;
  }

  String text() {
    var page = new Markdown();
    page.paragraph(Pages.NOTICE);
    page.paragraph("# " + rule.id());
    page.paragraph("**%s.** %s".formatted(rule.title(), rule.description()));
    page.table(
        List.of("action", "where a fact is not known", "severity", "remediation"),
        List.of(
            List.of(
                "`%s`".formatted(rule.action()),
                rule.needs().isEmpty() ? "" : "`%s`".formatted(rule.unknownAction()),
                rule.severity(),
                "`%s`: %s"
                    .formatted(
                        rule.remediation(), REMEDIATIONS.getOrDefault(rule.remediation(), "")))));
    if (!rule.sleepsWithout().isEmpty()) {
      page.paragraph(
          "**It sleeps** until the site declares %s: only the site knows, and until then the rule demands nothing."
              .formatted(settings(rule.sleepsWithout())));
    }
    page.heading("Why").paragraph(rule.why());
    facts(page);
    var told = new LinkedHashSet<Scenario>();
    example(page, "Allowed", Case.allowed).ifPresent(told::add);
    example(page, "Denied", Case.denied).ifPresent(told::add);
    example(page, "Not known", Case.unknown).ifPresent(told::add);
    others(page, told);
    parameters(page);
    exceptions(page);
    if (!rule.controls().isEmpty()) {
      page.heading("Controls");
      page.list(
          rule.controls().stream()
              .sorted(ControlCatalogue.ORDER)
              .map(ControlCatalogue::named)
              .toList());
      page.paragraph("All of them, and their rules: [controls](%scontrols.md).".formatted(up()));
    }
    page.heading("Remediation");
    page.paragraph(
        "Of a VM that runs in spite of it: `%s`, %s. Where it is only that a fact is not known, nothing beyond telling is done."
            .formatted(
                rule.remediation(),
                REMEDIATIONS.getOrDefault(rule.remediation(), "see the remediation service")));
    return page.toString();
  }

  private void facts(Markdown page) {
    page.heading("Facts");
    if (rule.needs().isEmpty()) {
      page.paragraph("It needs none that could be absent.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    Map<String, FactGroup> observed = new LinkedHashMap<>();
    for (var need : rule.needs()) {
      var group = FactGroup.of(need);
      rows.add(
          List.of(
              "`%s`".formatted(need),
              group.map(FactGroup::says).orElse(""),
              group.map(FactGroup::fedBy).orElse("")));
      group
          .filter(each -> each.eventType().isPresent())
          .ifPresent(each -> observed.put(each.path(), each));
    }
    page.table(List.of("fact", "says", "from"), rows);
    for (var group : observed.values()) {
      var type = group.eventType().orElseThrow();
      page.paragraph(
          "Sent to the collector as [`%s`](%s../reference/events.md#%s):"
              .formatted(type, up(), anchor(type)));
      page.code("sh", event(group, type));
    }
  }

  /** The observation from which the fixture's facts would come. */
  private String event(FactGroup group, String type) {
    var subject = group.path().substring(0, group.path().indexOf('.'));
    var facts = fit.at("/" + group.path().replace('.', '/'));
    var data = JsonNodeFactory.instance.objectNode();
    facts
        .properties()
        .forEach(
            field -> {
              if (!Set.of("observedAt", "source").contains(field.getKey())) {
                data.set(field.getKey(), field.getValue());
              }
            });
    return """
    curl -sS http://127.0.0.1:8081/v1/events -H 'Content-Type: application/json' \\
      -H 'ce-specversion: 1.0' -H 'ce-type: %s' -H 'ce-id: 4711' \\
      -H 'ce-source: %s' -H 'ce-subject: %s' -H 'ce-time: %s' \\
      -d '%s'
    """
        .formatted(
            type,
            facts.path("source").asText("osquery"),
            fit.path(subject).path("id").asText(),
            facts.path("observedAt").asText("2026-11-23T09:00:00Z"),
            data);
  }

  private Optional<Scenario> example(Markdown page, String heading, Case shown) {
    var example =
        rule.scenarios().stream()
            .filter(scenario -> scenario.shows(rule).contains(shown))
            // Its own name says what it is told for, and a rule that speaks is the better example.
            .min(
                Comparator.<Scenario>comparingInt(
                        scenario -> scenario.name().startsWith(shown.name()) ? 0 : 1)
                    .thenComparing(
                        scenario -> shown != Case.allowed && scenario.of(rule).isEmpty()));
    example.ifPresent(
        scenario -> {
          page.heading(heading);
          page.paragraph(scenario.title() + difference(scenario));
          var changes = changes(scenario);
          if (!changes.isEmpty()) {
            page.code("yaml", Yaml.of(changes, 0));
          }
          answers(page, scenario);
        });
    return example;
  }

  private static String difference(Scenario scenario) {
    return changes(scenario).isEmpty() ? "." : ". What is otherwise than with the VM that is fit:";
  }

  private static ObjectNode changes(Scenario scenario) {
    var changes = JsonNodeFactory.instance.objectNode();
    if (!scenario.without().isEmpty()) {
      changes.set("without", scenario.without());
    }
    if (!scenario.input().isEmpty()) {
      changes.set("input", scenario.input());
    }
    return changes;
  }

  private void answers(Markdown page, Scenario scenario) {
    var own = scenario.of(rule);
    own.stream().limit(3).forEach(violation -> page.code("", answer(violation)));
    if (own.isEmpty() && !scenario.violations().isEmpty()) {
      scenario.violations().stream()
          .filter(Violation::unknown)
          .findFirst()
          .ifPresent(
              other -> {
                page.paragraph(
                    "This rule leaves it to %s to say so:".formatted(link(other.rule())));
                page.code("", answer(other));
              });
    }
  }

  private static String answer(Violation violation) {
    return violation.message() + "\n" + violation.fix();
  }

  private void others(Markdown page, Set<Scenario> told) {
    var items =
        rule.scenarios().stream()
            .filter(scenario -> !told.contains(scenario))
            .map(scenario -> "%s: %s".formatted(kind(scenario), scenario.title()))
            .toList();
    if (!items.isEmpty()) {
      page.heading("More cases").list(items);
    }
    page.paragraph(
        "Each is a file in [`policies/scenarios/%s`](%s../../policies/scenarios/%s)."
            .formatted(rule.id(), up(), rule.id()));
  }

  private String kind(Scenario scenario) {
    var shows = scenario.shows(rule);
    if (shows.contains(Case.denied) && !rule.onlyUnknown()) {
      return "denied";
    }
    return shows.contains(Case.unknown) ? "not known" : "allowed";
  }

  private void parameters(Markdown page) {
    page.heading("Parameters");
    page.paragraph(
        "[`policies/parameters/rules/%s/data.yaml`](%s../../policies/parameters/rules/%s/data.yaml)"
            .formatted(rule.id(), up(), rule.id()));
    page.table(Settings.heading(), new Settings(rule).rows());
  }

  private void exceptions(Markdown page) {
    page.heading("Tune or waive");
    page.paragraph(
        "A site says what is otherwise in its own folder, `parameters/rules/%s/data.yaml`, for all or for a tier:"
            .formatted(rule.id()));
    page.code("yaml", "default: { action: warn }\ntiers: { restricted: { action: deny } }");
    page.paragraph(
        """
        `warn` and `dryrun` are recorded and deny nothing; `off` is silence. [How settings are layered](%s../policy-author.md#parameters).

        For one VM, host or selector, and for a time only: a waiver of `%s`, requested by one person and approved by another (`./tagout waiver`).
        The violation stays in the decision, and no longer denies.\
        """
            .formatted(up(), rule.id()));
  }

  private String link(String id) {
    return "[%s](%s%s.md)".formatted(id, up(), id);
  }

  /** From the page to {@code docs/policies}. */
  private String up() {
    return "../".repeat((int) rule.id().chars().filter(each -> each == '/').count());
  }

  private static String settings(List<String> names) {
    return String.join(" and ", names.stream().map("`%s`"::formatted).toList());
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
