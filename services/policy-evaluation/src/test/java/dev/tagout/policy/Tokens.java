package dev.tagout.policy;

import dev.tagout.lab.infrastructure.TestTokens;
import io.quarkus.test.junit.QuarkusTestProfile;

/** Lets the service under test verify bearer tokens, and makes such tokens. */
public final class Tokens extends TestTokens {
  /**
   * Keeps those who use it together: a service that was stopped for another one is not started
   * again.
   */
  public static final class Alone implements QuarkusTestProfile {}
}
