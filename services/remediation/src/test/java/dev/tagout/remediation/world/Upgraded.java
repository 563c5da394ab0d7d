package dev.tagout.remediation.world;

import dev.tagout.lab.infrastructure.TestTokens;
import java.util.List;

/** As the lab, on {@link EarlierData}. */
public final class Upgraded extends Lab {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(EarlierData.class), new TestResourceEntry(TestTokens.class));
  }
}
