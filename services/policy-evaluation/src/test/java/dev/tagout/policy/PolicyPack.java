package dev.tagout.policy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds the policy pack of this checkout, as it ships, and lets the service under test use it. */
public final class PolicyPack implements QuarkusTestResourceLifecycleManager {
  private static final Path ROOT = Path.of(System.getProperty("tagout.root"));

  /** The bundle, built once for all tests of this module. */
  public static synchronized Path bundle() {
    Path bundle = ROOT.resolve("services/policy-evaluation/target/test-bundle/bundle.tar.gz");
    if (!built) {
      build(ROOT.resolve("policies"), bundle);
      built = true;
    }
    return bundle;
  }

  private static boolean built;

  /** Builds a pack. OPA is the one in the environment variable of that name, else on the PATH. */
  public static void build(Path policies, Path bundle) {
    try {
      Files.createDirectories(bundle.getParent());
      Process build =
          new ProcessBuilder(
                  ROOT.resolve("policies/build").toString(), bundle.toString(), policies.toString())
              .inheritIO()
              .start();
      if (!build.waitFor(2, TimeUnit.MINUTES) || build.exitValue() != 0) {
        throw new IllegalStateException("policies/build failed for " + policies);
      }
    } catch (IOException e) {
      throw new IllegalStateException("policies/build cannot run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    return Map.of("tagout.policy.bundle", bundle().toString());
  }

  @Override
  public void stop() {}
}
