package dev.tagout.cli.policy.pages;

import dev.tagout.cli.policy.pack.Pack;
import dev.tagout.cli.policy.pack.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All pages of a pack, by their paths below {@code docs/policies}. The same pack makes the same
 * pages.
 */
public final class Pages {
  static final String NOTICE = "<!-- Made from policies/. Refresh: ./tagout policy docs -->";

  private Pages() {}

  public static SortedMap<String, String> of(Pack pack) {
    SortedMap<String, String> pages = new TreeMap<>();
    pack.rules()
        .forEach(rule -> pages.put(rule.id() + ".md", new RulePage(rule, pack.fit()).text()));
    pages.put("README.md", index(pack.rules()));
    pages.put("controls.md", controls(pack.rules()));
    return pages;
  }

  private static String index(List<Rule> rules) {
    var page = new Markdown();
    page.paragraph(NOTICE);
    page.paragraph("# Rules");
    page.paragraph(
        """
        What Tagout demands of a VM and its host before the VM starts, and while it runs. Each page says why, by which facts, with which parameters and how to waive it. How to change
        a rule or write one: [for the policy author](../policy-author.md). Which controls they serve: [controls](controls.md).

        **Not knowing is not passing.** Where the facts that a rule needs are not known, it reports a violation of kind `unknown`, whose action is its own. So that one missing scan is
        one violation, the rules of a category may leave that to its `unknown` rule: theirs is `off`. Another is `off` where a site need not observe the fact; the rule's page says so.\
        """);
    Map<String, List<Rule>> categories =
        rules.stream()
            .collect(Collectors.groupingBy(Rule::category, TreeMap::new, Collectors.toList()));
    categories.forEach(
        (category, members) -> {
          page.heading(category);
          page.table(
              List.of("rule", "is about", "action", "not known", "severity", "remediation"),
              members.stream().map(Pages::row).toList());
        });
    if (rules.stream().anyMatch(rule -> !rule.sleepsWithout().isEmpty())) {
      page.paragraph(
          "¹ It sleeps: only the site knows what it is to demand, and until that is declared it demands nothing.");
    }
    return page.toString();
  }

  private static List<String> row(Rule rule) {
    return List.of(
        "[%s](%s.md)%s"
            .formatted(rule.name(), rule.id(), rule.sleepsWithout().isEmpty() ? "" : " ¹"),
        rule.title(),
        "`%s`".formatted(rule.action()),
        rule.needs().isEmpty() ? "" : "`%s`".formatted(rule.unknownAction()),
        rule.severity(),
        "`%s`".formatted(rule.remediation()));
  }

  private static String controls(List<Rule> rules) {
    var page = new Markdown();
    page.paragraph(NOTICE);
    page.paragraph("# Controls");
    page.paragraph(
        "Which rules serve a control. A rule that is met is evidence for a part of the control, not for all of it.");
    for (var catalogue : ControlCatalogue.values()) {
      SortedMap<String, Collection<Rule>> served = new TreeMap<>(ControlCatalogue.ORDER);
      for (var rule : rules) {
        for (var control : rule.controls()) {
          if (ControlCatalogue.of(control).filter(catalogue::equals).isPresent()) {
            served.computeIfAbsent(control, ignored -> new ArrayList<>()).add(rule);
          }
        }
      }
      if (!served.isEmpty()) {
        page.heading(catalogue.title());
        page.table(
            List.of("control", "rules"),
            served.entrySet().stream()
                .map(
                    entry ->
                        List.of(
                            catalogue.inside(entry.getKey()),
                            entry.getValue().stream()
                                .map(rule -> "[%s](%s.md)".formatted(rule.id(), rule.id()))
                                .collect(Collectors.joining(", "))))
                .toList());
      }
    }
    SortedSet<String> without = new TreeSet<>();
    rules.stream()
        .filter(rule -> rule.controls().isEmpty())
        .forEach(rule -> without.add(rule.id()));
    if (!without.isEmpty()) {
      page.paragraph("Without a control: %s.".formatted(String.join(", ", without)));
    }
    return page.toString();
  }
}
