package dev.tagout.policy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The pack as it is shipped, with all its rules. */
public class WholePack implements QuarkusTestResourceLifecycleManager {
  /**
   * Keeps those who use it together: a service that was stopped for another one is not started
   * again.
   */
  public static final class Alone implements QuarkusTestProfile {}

  @Override
  public Map<String, String> start() {
    PolicyPack.touch(PolicyPack.whole());
    return Map.of("tagout.policy.bundle", PolicyPack.whole().toString());
  }

  @Override
  public void stop() {}
}
