package dev.tagout.cli.policy.pack;

/** What an author shows of a rule, at least once each. */
public enum Case {
  denied,
  allowed,
  unknown
}
