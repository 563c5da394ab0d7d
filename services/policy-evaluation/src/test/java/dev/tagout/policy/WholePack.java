package dev.tagout.policy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The pack as it is shipped, with all its rules. */
public class WholePack implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    PolicyPack.touch(PolicyPack.whole());
    return Map.of("tagout.policy.bundle", PolicyPack.whole().toString());
  }

  @Override
  public void stop() {}
}
