package dev.tagout.contracts.topic;

import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.event.SubjectKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every topic. The key is the VM's id (for host events the host's), so that the records of one VM
 * stay in order.
 */
public enum Topic {
  VM_EVENTS(
      Names.VM_EVENTS,
      "lifecycle events and observations of VMs",
      "collector",
      "VM id",
      Optional.of(Duration.ofDays(7))),
  HOST_EVENTS(
      Names.HOST_EVENTS,
      "lifecycle events and observations of hosts",
      "collector",
      "host id",
      Optional.of(Duration.ofDays(7))),
  DECISIONS(
      Names.DECISIONS,
      "every decision",
      "policy-evaluation",
      "VM id",
      Optional.of(Duration.ofDays(30))),
  VERDICTS(
      Names.VERDICTS,
      "the standing verdict of each VM",
      "policy-evaluation",
      "VM id",
      Optional.empty()),
  FINDINGS(
      Names.FINDINGS,
      "events of OCSF 1.8.0 for the SIEM",
      "policy-evaluation, remediation",
      "VM id; of what is about none, the id of what was changed",
      Optional.of(Duration.ofDays(30))),
  REMEDIATION_OUTCOMES(
      Names.REMEDIATION_OUTCOMES,
      "what was done to a VM, or not done and why",
      "remediation",
      "VM id",
      Optional.of(Duration.ofDays(30))),
  POLICIES(
      Names.POLICIES,
      "activations of policy revisions, waivers and break-glasses",
      "policy-evaluation",
      "revision, waiver id or break-glass id",
      Optional.of(Duration.ofDays(30))),
  RECORD(
      Names.RECORD,
      "the seals of the record, in order: keep them where no administrator of the database can write",
      "policy-evaluation",
      "`record`",
      Optional.of(Duration.ofDays(1830))),
  INGEST_OSQUERY(
      Names.INGEST_OSQUERY,
      "osquery results as its Kafka logger writes them",
      "osquery",
      "whatever osquery sets",
      Optional.of(Duration.ofDays(3)));

  /** So that a consumer group has something to divide up to twelve replicas by. */
  public static final int PARTITIONS = 12;

  /** How long dead letters are kept: long enough to be looked at after a holiday. */
  public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /** The names as constants, for annotations. */
  public static final class Names {
    public static final String VM_EVENTS = "tagout.vm.events.v1";
    public static final String HOST_EVENTS = "tagout.host.events.v1";
    public static final String DECISIONS = "tagout.decisions.v1";
    public static final String VERDICTS = "tagout.verdicts.v1";
    public static final String FINDINGS = "tagout.findings.v1";
    public static final String REMEDIATION_OUTCOMES = "tagout.remediation.outcomes.v1";
    public static final String POLICIES = "tagout.policies.v1";
    public static final String RECORD = "tagout.record.v1";
    public static final String INGEST_OSQUERY = "tagout.ingest.osquery.v1";

    private Names() {}
  }

  private final String topicName;
  private final String content;
  private final String maker;
  private final String key;
  private final Optional<Duration> retention;

  Topic(String topicName, String content, String maker, String key, Optional<Duration> retention) {
    this.topicName = topicName;
    this.content = content;
    this.maker = maker;
    this.key = key;
    this.retention = retention;
  }

  public String topicName() {
    return topicName;
  }

  /** Where a consumer puts a record of this topic that it cannot process. */
  public String deadLetterName() {
    return topicName + ".dlq";
  }

  public String content() {
    return content;
  }

  /** Who writes to it. */
  public String maker() {
    return maker;
  }

  /** What its records are keyed by. */
  public String key() {
    return key;
  }

  /** How long records are kept; empty when the topic is compacted instead. */
  public Optional<Duration> retention() {
    return retention;
  }

  /**
   * Whether only the newest record of each key is kept. A record without a value then means that
   * its key is gone.
   */
  public boolean compacted() {
    return retention.isEmpty();
  }

  /**
   * The CloudEvents types that it carries; none where its maker has a format of its own, which is
   * no CloudEvents.
   */
  public List<String> messageTypes() {
    return switch (this) {
      case VM_EVENTS -> events(SubjectKind.VM);
      case HOST_EVENTS -> events(SubjectKind.HOST);
      case DECISIONS -> List.of(MessageType.DECISION_MADE);
      case FINDINGS -> List.of(MessageType.FINDING);
      case VERDICTS -> List.of(MessageType.VERDICT_CHANGED);
      case POLICIES ->
          List.of(
              MessageType.POLICY_ACTIVATED,
              MessageType.WAIVER_CHANGED,
              MessageType.BREAK_GLASS_CHANGED);
      case RECORD -> List.of(MessageType.RECORD_SEALED);
      case REMEDIATION_OUTCOMES -> List.of(MessageType.REMEDIATION_OUTCOME);
      case INGEST_OSQUERY -> List.of();
    };
  }

  private static List<String> events(SubjectKind kind) {
    return Arrays.stream(EventType.values())
        .filter(type -> type.subjectKind() == kind)
        .map(EventType::wireName)
        .toList();
  }
}
