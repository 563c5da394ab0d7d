package dev.tagout.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tagout.cli.Answers;
import dev.tagout.cli.StandIn;
import dev.tagout.cli.Terminal;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.Hash;
import dev.tagout.contracts.record.MerkleTree;
import dev.tagout.contracts.record.RecordEntry;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.record.SealedEntries;
import dev.tagout.contracts.record.SealedEntry;
import dev.tagout.contracts.report.ComplianceReport;
import dev.tagout.contracts.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseErrorList;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComplianceReportTest {
  private static final String REPORT = "GET /v1/reports/compliance";
  private static final String PLAIN = "web-01";

  /** Ends attributes, elements, cells, code and templates, and turns the direction of writing. */
  private static final String HOSTILE =
      "</title></td><script>alert(1)</script><img src=x onerror='a'>\"'`|\\|&amp;{page.title}{#if}"
          + "\n| x |\n# no\u202egnp.exe\u0000\u2028*b* [l](http://evil.example) <!-- ]]>";

  @TempDir Path directory;

  private StandIn service;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
    terminal = Terminal.at(service);
    answers(SampleReport.full(PLAIN));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void answers(ComplianceReport report) {
    service.answers(REPORT, Json.text(report));
  }

  private String written(String... more) {
    List<String> arguments = new ArrayList<>(List.of("report", "compliance"));
    arguments.addAll(List.of(more));
    Terminal.Result result = terminal.types(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return result.out();
  }

  @Test
  void asksForTheTierAndThePeriod() {
    // When
    written("--tier", "internal", "--since", "30d", "--until", "2026-11-23T00:00:00Z");

    // Then
    assertThat(service.last().path())
        .isEqualTo(
            "/v1/reports/compliance?tier=internal&since=2026-10-25T12:00:00Z&until=2026-11-23T00:00:00Z");
  }

  @Test
  void htmlNeedsNothingElseAndIsWellFormed() {
    // When
    String html = written();

    // Then
    Parser parser = Parser.htmlParser().setTrackErrors(50);
    Document page = Jsoup.parse(html, "", parser);
    ParseErrorList errors = parser.getErrors();
    assertThat(errors).isEmpty();
    assertThat(page.select("script, link, img, iframe, object, embed, form, base")).isEmpty();
    assertThat(page.select("[src], [srcset], [action], [xlink:href]")).isEmpty();
    assertThat(page.select("a[href]"))
        .isNotEmpty()
        .allSatisfy(
            link ->
                assertThat(page.getElementById(link.attr("href").substring(1)))
                    .as(link.outerHtml())
                    .isNotNull());
    assertThat(page.select("style").html()).doesNotContain("url(", "@import", "http");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'");
    assertThat(html).doesNotContain("NOT_FOUND").doesNotContain("{block").doesNotContain("null");
  }

  @Test
  void htmlIsAccessible() {
    // When
    Document page = Jsoup.parse(written());

    // Then
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("main, header, footer, nav[aria-label]")).hasSize(4);
    assertThat(page.select("svg"))
        .hasSize(4)
        .allSatisfy(
            svg -> {
              assertThat(svg.attr("role")).isEqualTo("img");
              assertThat(svg.attr("aria-label")).contains(" in all: ");
              assertThat(svg.select("rect"))
                  .isNotEmpty()
                  .allMatch(r -> !r.select("title").isEmpty());
            });
    assertThat(page.select("table"))
        .isNotEmpty()
        .allSatisfy(
            table -> {
              assertThat(table.select("caption").text()).isNotBlank();
              int columns = table.select("thead th[scope=col]").size();
              assertThat(columns).isPositive();
              assertThat(table.select("tbody tr"))
                  .isNotEmpty()
                  .allSatisfy(
                      row ->
                          assertThat(
                                  row.children().size() == columns
                                      || row.select("[colspan]").size() == 1)
                              .as(row.outerHtml())
                              .isTrue());
              assertThat(table.select("tbody tr th"))
                  .allMatch(th -> th.attr("scope").equals("row"));
            });
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void htmlSaysTheFigures() {
    // When
    Document page = Jsoup.parse(written());

    // Then
    assertThat(page.select("h1").text()).isEqualTo("Compliance report");
    assertThat(page.select(".subtitle").text())
        .isEqualTo("Tier internal, 2026-10-25 to 2026-11-24 (UTC)");
    assertThat(cells(page, "By rule", "patch/scan_stale"))
        .containsExactly(
            "patch/scan_stale", "high", "9", "4", "web-01 is stale", SampleReport.DECISION.value());
    assertThat(table(page, "By rule").nextElementSibling().text()).isEqualTo("and 7 more rules");
    assertThat(cells(page, "Not cured", "web-01"))
        .containsExactly(
            "web-01", "libvirt:web", "tier/mixed", "2026-10-25 12:00:00 UTC", "2", "30 d");
    assertThat(cells(page, "Newest first", "web-01"))
        .contains(
            "1 min 15 s, not over",
            "unfit",
            "refused, decision " + SampleReport.DECISION.value(),
            "found by %s, judged by %s".formatted(SampleReport.DECISION, SampleReport.LATER));
    assertThat(cells(page, "By control", "NIST SP 800-53 r5 SI-2(2)"))
        .containsExactly(
            "NIST SP 800-53 r5 SI-2(2)",
            "patch/scan_stale",
            "100",
            "75",
            "20",
            "5",
            "7",
            "2026-11-24 12:00:00 UTC, entry 812, seal 14");
    assertThat(table(page, "By control").select("tbody th .word").eachText())
        .contains("800-53", "SI-2(2)");
    assertThat(cells(page, "By control", "NIST SP 800-53 r5 SC-8"))
        .containsExactly(
            "NIST SP 800-53 r5 SC-8",
            "network/ipsec_required (not judged)",
            "0",
            "not judged",
            "0",
            "0",
            "0",
            "no evidence");
    assertThat(cells(page, "How often each rule", "network/ipsec_required"))
        .containsExactly(
            "network/ipsec_required",
            "Traffic is protected",
            "sleeps",
            "0",
            "not judged",
            "0",
            "0",
            "0",
            "0",
            "0");
    assertThat(cells(page, "In force", "patch/scan_stale"))
        .contains("ends soon", "web-01", "web-012", "3");
    assertThat(page.select(".note").first().text())
        .contains("1 VM run went around the gate though policy denies the VM.")
        .contains("2 starts were admitted by break-glass.")
        .contains("1 case of a VM and a rule that refused it was not cured")
        .contains("1 rule found nothing while a fact that it needs was missing")
        .contains("was not checked for this report");
    assertThat(page.select("svg").first().attr("aria-label"))
        .isEqualTo("Starts per day. 52 starts in all: admitted 40, refused 12.");
  }

  @Test
  void hoursAreToldWithTheirMonth() {
    // Given
    ObjectNode report = (ObjectNode) Json.toTree(SampleReport.full(PLAIN));
    report.withObject("/starts").put("step", "PT1H");
    service.answers(REPORT, Json.text(report));

    // When
    Document page = Jsoup.parse(written());

    // Then
    assertThat(page.select("svg").first().select("text").eachText()).contains("10-25 12:00");
  }

  @Test
  void hostileNamesAreTextInHtml() {
    // Given
    Document harmless = Jsoup.parse(written());
    answers(SampleReport.full(HOSTILE));

    // When
    Parser parser = Parser.htmlParser().setTrackErrors(50);
    Document page = Jsoup.parse(written(), "", parser);

    // Then
    assertThat(parser.getErrors()).isEmpty();
    assertThat(shape(page)).isEqualTo(shape(harmless));
    assertThat(table(page, "VMs, most refusals first").text())
        .contains("</title></td><script>alert(1)</script><img src=x onerror='a'>");
    assertThat(page.wholeText())
        .doesNotContain("\u202e", "\u2028", "\u0000")
        .contains("{page.title}");
  }

  @Test
  void hostileNamesAreTextInMarkdown() {
    // Given
    String harmless = written("--format", "markdown");
    answers(SampleReport.full(HOSTILE));

    // When
    String markdown = written("--format", "markdown");

    // Then
    assertThat(markdown.lines().count()).isEqualTo(harmless.lines().count());
    assertThat(markdown).doesNotContain("<script", "<img", "<!--", "\u202e", "\u0000");
    List<Long> cells = cellsOfRows(markdown);
    assertThat(cells).isEqualTo(cellsOfRows(harmless)).isNotEmpty();
    assertThat(markdown.lines().filter(line -> line.startsWith("# "))).hasSize(1);
    assertThat(markdown).doesNotContain("[l](");
  }

  @Test
  void anAddressForANameIsNoLinkInMarkdown() {
    // Given
    answers(SampleReport.full("https://evil.example/ www.evil.example"));

    // When
    String markdown = written("--format", "markdown");

    // Then
    assertThat(markdown)
        .contains("| https\\://evil.example/ www\\.evil.example |")
        .doesNotContain("https://")
        .doesNotContain("www.");
  }

  @Test
  void markdownSaysTheSame() {
    // When
    String markdown = written("--format", "markdown");

    // Then
    assertThat(markdown)
        .startsWith("# Compliance report\n\nTier internal, 2026-10-25 to 2026-11-24 (UTC)\n")
        .contains("| Rule | Severity | Refusals | VMs | The last one said | Its decision |")
        .contains("| --- | --- | --: | --: | --- | --- |")
        .contains("| `patch/scan_stale` | high | 9 | 4 | web-01 is stale |")
        .contains("- **Time to cure**: from the first refusal")
        .contains("and 7 more rules");
  }

  @Test
  void jsonIsWhatTheServiceSaysAndWhatTheSchemaAllows() throws IOException {
    // When
    String json = written("--format", "json");

    // Then
    assertThat(Json.read(json, ComplianceReport.class)).isEqualTo(SampleReport.full(PLAIN));
    Path file =
        Path.of(System.getProperty("tagout.root"), "docs/reference/compliance-report.schema.json");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.tree(Files.readAllBytes(file)));
    assertThat(schema.validate(Json.tree(json.getBytes(StandardCharsets.UTF_8)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "markdown"})
  void aPeriodInWhichNothingHappenedIsSaidToBeNone(String format) {
    // Given
    answers(SampleReport.empty());

    // When
    String report = written("--format", format);

    // Then
    assertThat(report)
        .contains("No start was asked for in the period.")
        .contains("That is no evidence that all was well.")
        .contains("There was no case in the period.")
        .doesNotContain("null")
        .doesNotContain("NaN");
  }

  @ParameterizedTest
  @CsvSource({"report.html,<!DOCTYPE html>", "report.md,# Compliance report", "report.json,{"})
  void aFileIsWrittenInTheFormOfItsEnding(String name, String beginning) throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve(name), "an older one");

    // When
    Terminal.Result result = terminal.types("report", "compliance", "--output", file.toString());

    // Then
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo("written to " + file + "\n");
    assertThat(Files.readString(file)).startsWith(beginning);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsSaid() {
    // When
    Terminal.Result result =
        terminal.types(
            "report", "compliance", "--output", directory.resolve("no/report.html").toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("tagout: cannot write " + directory.resolve("no/report.html"))
        .contains("There is no directory " + directory.resolve("no"));
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid,tier: is none of the policies' tiers: public,2",
    "403,forbidden,auditors only,1",
    "503,report-too-large,ask for a shorter period,3"
  })
  void whatTheServiceRefusesIsSaid(int status, String code, String detail, int exitCode) {
    // Given
    service.answers(REPORT, status, Answers.problem(status, code, detail));
    Path file = directory.resolve("report.html");

    // When
    Terminal.Result result = terminal.types("report", "compliance", "--output", file.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.err()).startsWith("tagout: ").contains(detail);
    assertThat(file).doesNotExist();
  }

  @Test
  void aServiceThatIsAwayIsSaid() {
    // Given
    service.close();

    // When
    Terminal.Result result = terminal.types("report", "compliance");

    // Then
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("cannot be reached");
  }

  @Test
  void anEmptyTierIsNotTakenForAll() {
    // When
    Terminal.Result result = terminal.types("report", "compliance", "--tier", "");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void saysThatTheRecordWasVerifiedAndByWhoseKeys() throws IOException {
    // Given
    SigningKey key = SigningKey.generate();
    record(key, false);
    Path pem = Files.writeString(directory.resolve("key.pem"), key.verification().pem());

    // When
    String markdown = written("--format", "markdown", "--key", pem.toString());

    // Then
    assertThat(markdown)
        .contains(
            "is as it was sealed (1 seal, 1 entry, by keys that whoever made this report gave)")
        .doesNotContain("was not checked");
  }

  @Test
  void saysThatTheRecordIsNotAsItWasSealed() {
    // Given
    record(SigningKey.generate(), true);
    Path file = directory.resolve("report.json");

    // When
    Terminal.Result result =
        terminal.types("report", "compliance", "--verify", "--output", file.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    ComplianceReport report = read(file);
    assertThat(report.verification().result().name()).isEqualTo("FAILED");
    assertThat(report.verification().keysGiven()).isFalse();
    assertThat(report.verification().faults().items().getFirst())
        .contains("was changed after it was sealed");
    assertThat(MarkdownPage.render(CompliancePage.of(report)))
        .contains("The sealed record is not as it was sealed")
        .contains("was changed after it was sealed (seal 1)");
  }

  private static ComplianceReport read(Path file) {
    try {
      return Json.read(Files.readAllBytes(file), ComplianceReport.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void record(SigningKey key, boolean changed) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("body", Json.tree(Answers.denied().getBytes(StandardCharsets.UTF_8)));
    RecordEntry entry =
        new RecordEntry("decision", Answers.DECISION_ID, SampleReport.UNTIL, content);
    Seal seal =
        Seal.make(
            1,
            1,
            1,
            MerkleTree.root(List.of(entry.leaf())),
            Hash.NONE,
            SampleReport.UNTIL,
            Optional.of(key));
    String text = changed ? entry.text().replace("DENIED", "ALLOWED") : entry.text();
    service.answers("GET /v1/record/keys", Json.text(List.of(key.verification())));
    service.answers("GET /v1/record/seals", Answers.page(Json.text(seal)));
    service.answers("GET /v1/record/seals?after=1&limit=500", Answers.page());
    service.answers("GET /v1/record/retentions", "[]");
    service.answers("GET /v1/record/unsealed", Answers.page());
    service.answers(
        "GET /v1/record/seals/1/entries",
        Json.text(
            new SealedEntries(
                seal,
                List.of(new SealedEntry(1, "decision", Answers.DECISION_ID, entry.leaf(), text)))));
  }

  private static Element table(Document page, String caption) {
    return page.select("table").stream()
        .filter(table -> table.select("caption").text().startsWith(caption))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> cells(Document page, String caption, String first) {
    return table(page, caption).select("tbody tr").stream()
        .map(row -> row.children().eachText())
        .filter(row -> row.getFirst().equals(first))
        .findFirst()
        .orElseThrow();
  }

  /** All elements with their attributes' names, without any text. */
  private static List<String> shape(Document page) {
    return page.getAllElements().stream()
        .map(
            element ->
                element.tagName()
                    + element.attributes().asList().stream()
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList())
        .toList();
  }

  private static List<Long> cellsOfRows(String markdown) {
    return markdown
        .lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count())
        .toList();
  }
}
