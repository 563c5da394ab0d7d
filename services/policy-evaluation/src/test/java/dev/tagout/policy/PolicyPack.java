package dev.tagout.policy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds policy packs of this checkout, and lets the service under test use the small one: six
 * rules of the pack, so that a test which is not about policies does not have to make every host a
 * hardened one. What is shipped is {@link #whole()}.
 */
public final class PolicyPack implements QuarkusTestResourceLifecycleManager {
  private static final Path ROOT = Path.of(System.getProperty("tagout.root"));
  private static final Path BUILT = ROOT.resolve("services/policy-evaluation/target/test-bundle");
  private static final Set<String> SMALL =
      Set.of(
          "patch/missing_security_updates",
          "patch/scan_stale",
          "patch/unknown",
          "tier/host_below_vm",
          "tier/mixed",
          "tier/unknown");

  private static boolean smallBuilt;
  private static boolean wholeBuilt;

  /** The small pack as a bundle, built once for all tests of this module. */
  public static synchronized Path bundle() {
    Path bundle = BUILT.resolve("bundle.tar.gz");
    if (!smallBuilt) {
      build(copyTo(BUILT.resolve("policies")), bundle);
      smallBuilt = true;
    }
    return bundle;
  }

  /** The pack as it is shipped, with all rules. */
  public static synchronized Path whole() {
    Path bundle = BUILT.resolve("whole.tar.gz");
    if (!wholeBuilt) {
      build(ROOT.resolve("policies"), bundle);
      wholeBuilt = true;
    }
    return bundle;
  }

  /** The sources of the small pack, to be changed. What was there before is gone. */
  public static Path copyTo(Path directory) {
    Path policies = ROOT.resolve("policies");
    try {
      delete(directory);
      try (Stream<Path> files = Files.walk(policies)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path relative = policies.relativize(file);
          if (isSmall(relative)) {
            Path copy = directory.resolve(relative);
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
          }
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSmall(Path file) {
    String path = file.toString();
    return !path.contains("rules/")
        || SMALL.stream().anyMatch(rule -> path.contains("rules/" + rule));
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> files;
      try (Stream<Path> found = Files.walk(directory)) {
        files = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** Builds a pack. OPA is the one in the environment variable of that name, else on the PATH. */
  public static void build(Path policies, Path bundle) {
    build(bundle, policies.toString());
  }

  /**
   * @param arguments options of {@code policies/build}, and the policy directory
   */
  public static void build(Path bundle, String... arguments) {
    try {
      Files.createDirectories(bundle.getParent());
      List<String> command = new ArrayList<>();
      command.add(ROOT.resolve("policies/build").toString());
      command.addAll(List.of(arguments).subList(0, arguments.length - 1));
      command.add(bundle.toString());
      command.add(arguments[arguments.length - 1]);
      Process build = new ProcessBuilder(command).inheritIO().start();
      if (!build.waitFor(2, TimeUnit.MINUTES) || build.exitValue() != 0) {
        throw new IllegalStateException("policies/build failed: " + command);
      }
    } catch (IOException e) {
      throw new IllegalStateException("policies/build cannot run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A bundle that is older than the last activation is not news: this one is. */
  static void touch(Path bundle) {
    try {
      Files.setLastModifiedTime(bundle, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    touch(bundle());
    return Map.of("tagout.policy.bundle", bundle().toString());
  }

  @Override
  public void stop() {}
}
