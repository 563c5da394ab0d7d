package dev.tagout.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The author's commands on copies of the real policies, with the real OPA. */
class PolicyCommandsIT {
  private static final Path POLICIES = Path.of(System.getProperty("tagout.root"), "policies");

  @TempDir private Path directory;

  private Path pack;

  @BeforeEach
  void copyThePolicies() throws IOException {
    pack = directory.resolve("policies");
    try (Stream<Path> files = Files.walk(POLICIES)) {
      for (Path file : files.toList()) {
        Path copy = pack.resolve(POLICIES.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  @Test
  void thePagesAreCurrent() {
    // When
    Terminal.Result result = types("policy", "docs", "--check");

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void everyRuleOfThePackHasItsCases() {
    // When
    Terminal.Result result = types("policy", "test");

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("total").contains("tier/mixed");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void aRuleThatLacksACaseIsNamed() throws IOException {
    // Given
    delete(pack.resolve("scenarios/host/server_core"));
    delete(pack.resolve("rules/host/server_core_test.rego"));

    // When
    Terminal.Result result = types("policy", "test", "--pack", pack.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out() + result.err()).contains("host/server_core").contains("denied");
  }

  @Test
  void aNewRuleOfThePackWorksAsItIs() {
    // When
    Terminal.Result made = types("policy", "new", "disk/unencrypted", "--pack", pack.toString());

    // Then
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(pack.resolve("rules/disk/unencrypted.rego")).exists();
    assertGood("policy", "check", "--pack", pack.toString());
    assertGood("policy", "test", "--pack", pack.toString());
    assertThat(types("policy", "new", "disk/unencrypted", "--pack", pack.toString()).err())
        .contains("disk/unencrypted is taken");
  }

  @Test
  void aNewRuleOfASiteWorksAsItIsAndIsBuiltIn() throws IOException {
    // Given
    String site = Files.createDirectory(directory.resolve("site")).toString();
    String bundle = directory.resolve("bundle.tar.gz").toString();

    // When
    Terminal.Result made = types("policy", "new", "net/own", "--site", site);

    // Then
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertGood("policy", "check", "--site", site);
    assertGood("policy", "test", "--site", site);
    assertGood("policy", "build", "--site", site, bundle);
    assertThat(Path.of(bundle)).isNotEmptyFile();
  }

  static List<Arguments> faults() {
    String rule = "rules/tier/mixed.rego";
    String scenario = "scenarios/tier/mixed/denied_other_tier.yaml";
    return List.of(
        Arguments.of("Rego that does not parse", rule, "import data.tagout.result", "import", rule),
        Arguments.of("another package", rule, "rules.tier.mixed", "rules.tier.mixd", rule + ":"),
        Arguments.of("no title", rule, "# title: Mixed tiers on a host\n", "", "lacks title"),
        Arguments.of("a misspelt input", rule, "input.host.id", "input.host.ident", rule + ":"),
        Arguments.of(
            "a fact that it does not need",
            rule,
            "needs: [vm.tier, residents]",
            "needs: [vm.tier]",
            "reads residents"),
        Arguments.of(
            "what the capabilities leave out",
            rule,
            "count(_others) > 0",
            "time.now_ns() > 0",
            rule + ":"),
        Arguments.of(
            "a parameter of the wrong type",
            "parameters/rules/patch/scan_stale/data.yaml",
            "max_age_hours: 168",
            "max_age_hours: many",
            "max_age_hours"),
        Arguments.of("no expectation", scenario, "  expect:", "  expects:", scenario));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultIsNamedByItsFile(String what, String file, String from, String to, String said)
      throws IOException {
    // Given
    Path edited = pack.resolve(file);
    String text = Files.readString(edited);
    assertThat(text).contains(from);
    Files.writeString(edited, text.replace(from, to));

    // When
    Terminal.Result result = types("policy", "check", "--pack", pack.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains(said);
  }

  @Test
  void aRuleWithoutATestIsAFault() throws IOException {
    // Given
    delete(pack.resolve("rules/tier/mixed_test.rego"));

    // When
    Terminal.Result result = types("policy", "check", "--pack", pack.toString());

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("rules/tier/mixed.rego:1: has no test");
  }

  private void assertGood(String... command) {
    Terminal.Result result = types(command);
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }

  private Terminal.Result types(String... command) {
    return Terminal.in(Map.of(), POLICIES.getParent()).types(command);
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
