package dev.tagout.contracts.topic;

/** CloudEvents types of what our own services tell, beside the events of {@code EventType}. */
public final class MessageType {
  /** A decision, on {@link Topic#DECISIONS}. */
  public static final String DECISION_MADE = "dev.tagout.decision.made.v1";

  /** A standing verdict that differs from the one before, on {@link Topic#VERDICTS}. */
  public static final String VERDICT_CHANGED = "dev.tagout.verdict.changed.v1";

  /**
   * An event for the SIEM, on {@link Topic#FINDINGS}. Its schema is that of OCSF 1.8.0; which class
   * it is of says {@code class_uid}.
   */
  public static final String FINDING = "dev.tagout.finding.v1";

  /** A remediation run that came to an end or to a halt, on {@link Topic#REMEDIATION_OUTCOMES}. */
  public static final String REMEDIATION_OUTCOME = "dev.tagout.remediation.outcome.v1";

  /** Another revision of the policies decides, on {@link Topic#POLICIES}. */
  public static final String POLICY_ACTIVATED = "dev.tagout.policy.activated.v1";

  /** A waiver was requested, approved or revoked, on {@link Topic#POLICIES}. */
  public static final String WAIVER_CHANGED = "dev.tagout.waiver.changed.v1";

  /**
   * A break-glass was requested, approved or revoked, or it admitted a start, on {@link
   * Topic#POLICIES}.
   */
  public static final String BREAK_GLASS_CHANGED = "dev.tagout.break-glass.changed.v1";

  /** A part of the record was sealed, on {@link Topic#RECORD}. */
  public static final String RECORD_SEALED = "dev.tagout.record.sealed.v1";

  private MessageType() {}
}
