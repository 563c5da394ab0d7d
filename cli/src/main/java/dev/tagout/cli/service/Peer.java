package dev.tagout.cli.service;

/** A service of ours, and where it is unless somebody says otherwise. */
public enum Peer {
  COLLECTOR("collector", "TAGOUT_COLLECTOR", "8081"),
  POLICY_EVALUATION("policy-evaluation", "TAGOUT_POLICY", "8082"),
  REMEDIATION("remediation", "TAGOUT_REMEDIATION", "8083"),
  /** Not every site has it. */
  EXPORTER("exporter", "TAGOUT_EXPORTER", "8084");

  private final String word;
  private final String prefix;
  private final String port;

  Peer(String word, String prefix, String port) {
    this.word = word;
    this.prefix = prefix;
    this.port = port;
  }

  /** Whether a site may well be without it: then that it is silent is told, and is no failure. */
  public boolean isOptional() {
    return this == EXPORTER;
  }

  String urlVariable() {
    return prefix + "_URL";
  }

  String portVariable() {
    return prefix + "_PORT";
  }

  String port() {
    return port;
  }

  @Override
  public String toString() {
    return word;
  }
}
