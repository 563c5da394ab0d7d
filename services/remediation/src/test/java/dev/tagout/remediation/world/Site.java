package dev.tagout.remediation.world;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.Ids;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.remediation.RemediationOutcome;
import dev.tagout.contracts.topic.MessageType;
import dev.tagout.contracts.topic.Topic;
import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.infrastructure.MessageCheck;
import dev.tagout.lab.infrastructure.TestServers;
import dev.tagout.lab.infrastructure.TestTokens;
import dev.tagout.platform.messaging.OutgoingRecord;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One VM and what surrounds remediation, as a test sees them. Each test has its own VM. */
public final class Site implements AutoCloseable {
  public static final HostId HOST = HostId.of("fake", "host-a");
  private static final MessageCheck CHECK = new MessageCheck(Checkout.current(), "remediation");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final VmId vm;
  private final FakePolicyEvaluation policyEvaluation;

  /** The same for all verdicts of it: what runs does not begin anew. */
  private final Instant runningSince = Instant.now().minusSeconds(1);

  private String tier = "restricted";
  private String group;

  public Site(URI policyEvaluationUrl) {
    this(new FakePolicyEvaluation(policyEvaluationUrl), anyVm());
    policyEvaluation.comes();
  }

  /** Where policy-evaluation is away until it comes. */
  public static Site alone(URI policyEvaluationUrl) {
    return new Site(new FakePolicyEvaluation(policyEvaluationUrl), anyVm());
  }

  private Site(FakePolicyEvaluation policyEvaluation, VmId vm) {
    this.policyEvaluation = policyEvaluation;
    this.vm = vm;
  }

  private static VmId anyVm() {
    return VmId.of("fake", Ids.next());
  }

  /** The same for another VM. Closing one of them closes all. */
  public Site another() {
    return about(anyVm());
  }

  /** The same for a VM that is there already. */
  public Site about(VmId known) {
    return new Site(policyEvaluation, known);
  }

  /** From now on the VM is of that tier. */
  public Site tier(String value) {
    tier = value;
    return this;
  }

  /** From now on its host is of that group. */
  public Site group(String value) {
    group = value;
    return this;
  }

  public VmId vm() {
    return vm;
  }

  public FakeHypervisor hypervisor() {
    return FakeAdapter.HYPERVISOR;
  }

  public VerdictBuilder verdict() {
    return new VerdictBuilder()
        .vm(vm)
        .host(HOST)
        .tier(tier)
        .group(group)
        .runningSince(runningSince);
  }

  /** A bypass that is to be powered off, of a VM that runs. */
  public Decision bypass() {
    return bypass("run-1");
  }

  /** The same of another run. */
  public Decision bypass(String instance) {
    hypervisor().runs(vm, HOST, instance);
    return verdict().bypass().denied().instance(instance).build();
  }

  /** From now on it answers with this; what is on Kafka is another matter. */
  public void policyEvaluationSays(Decision verdict) {
    policyEvaluation.says(verdict);
  }

  /**
   * Once, when policy-evaluation knows what it will answer, and has not said so yet.
   *
   * @return completes when that is done, or says why it could not be
   */
  public CompletableFuture<Void> beforePolicyEvaluationAnswers(Runnable what) {
    return policyEvaluation.beforeAnswer(what);
  }

  public void policyEvaluationGoes() {
    policyEvaluation.goes();
  }

  public void policyEvaluationComes() {
    policyEvaluation.comes();
  }

  /** Policy-evaluation decides this, and says so to whoever asks and to Kafka. */
  public void decides(Decision verdict) {
    policyEvaluation.says(verdict);
    publish(verdict);
  }

  public void publish(Decision verdict) {
    publish(verdict.vm().id().value(), verdict.decisionId(), Json.text(verdict));
  }

  public void publish(String key, DecisionId id, String json) {
    send(record(key, id, json));
  }

  /** As {@link #decides}, and says to which trace it belongs. */
  public void decides(Decision verdict, String traceparent) {
    policyEvaluation.says(verdict);
    ProducerRecord<String, byte[]> record =
        record(verdict.vm().id().value(), verdict.decisionId(), Json.text(verdict));
    record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    send(record);
  }

  private static ProducerRecord<String, byte[]> record(String key, DecisionId id, String json) {
    return new OutgoingRecord(
            Topic.VERDICTS,
            key,
            id.value(),
            MessageType.VERDICT_CHANGED,
            URI.create("/policy-evaluation"),
            key,
            java.time.Instant.now(),
            json)
        .toProducerRecord();
  }

  private static void send(ProducerRecord<String, byte[]> record) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.current().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(record);
      producer.flush();
    }
  }

  /** There is nothing more to be said of the VM. */
  public void withdraws() {
    send(new ProducerRecord<>(Topic.VERDICTS.topicName(), vm.value(), null));
  }

  /**
   * Returns when every verdict of this VM that was published before was handled: Kafka keeps the
   * order of a key, so a last word about the VM comes behind them.
   */
  public void awaitAllHandled() {
    String word = "last-word-" + Ids.next();
    publish(verdict().bypass().allowed().instance(word).build());
    await("the last word about " + vm)
        .atMost(PATIENCE)
        .until(() -> runs().getList("items.instance").contains(word));
  }

  /** Asks as somebody whose token says this name. */
  public static RequestSpecification as(String person) {
    return given()
        .header("Authorization", "Bearer " + TestTokens.of(person))
        .contentType(ContentType.JSON);
  }

  /** The runs of this VM as HTTP shows them, without last words. */
  public JsonPath runs() {
    return given().queryParam("vm", vm.value()).get("/v1/runs").jsonPath();
  }

  /** The statuses of the runs about this run of the VM, the newest first. */
  public List<String> statuses(String instance) {
    return runs().getList("items.findAll{it.instance=='" + instance + "'}.status");
  }

  public void awaitStatuses(String instance, String... expected) {
    await("runs of " + vm + " as " + String.join(", ", expected))
        .atMost(PATIENCE)
        .until(() -> statuses(instance).equals(List.of(expected)));
  }

  /** Waits until there is one run about this run of the VM, in one of these states. */
  public void awaitOneOf(String instance, String... expected) {
    await("a run of " + vm + " as one of " + String.join(", ", expected))
        .atMost(PATIENCE)
        .until(
            () -> {
              List<String> statuses = statuses(instance);
              return statuses.size() == 1 && List.of(expected).contains(statuses.getFirst());
            });
  }

  public void awaitRestsOn(String instance, DecisionId verdict) {
    await("a run of " + vm + " that rests on " + verdict)
        .atMost(PATIENCE)
        .until(
            () ->
                verdict
                    .value()
                    .equals(
                        runs()
                            .getString("items.find{it.instance=='" + instance + "'}.decisionId")));
  }

  /** The only run about this run of the VM. */
  public String runId(String instance) {
    return runs().getString("items.find{it.instance=='" + instance + "'}.runId");
  }

  /** The only run about this run of the VM. */
  public Map<String, Object> run(String instance) {
    return runs().getMap("items.find{it.instance=='" + instance + "'}");
  }

  public String reason(String instance) {
    return runs().getString("items.find{it.instance=='" + instance + "'}.reason");
  }

  /** What was told of a run, each message once however often Kafka has it. */
  public List<RemediationOutcome> outcomes(String runId) {
    return records(Topic.REMEDIATION_OUTCOMES.topicName(), vm.value()).stream()
        .map(record -> Json.read(record.value(), RemediationOutcome.class))
        .filter(outcome -> outcome.runId().value().equals(runId))
        .distinct()
        .toList();
  }

  public List<RemediationOutcome> awaitOutcomes(String runId, int count) {
    return await("outcomes of run " + runId)
        .atMost(PATIENCE)
        .until(() -> outcomes(runId), outcomes -> outcomes.size() == count);
  }

  /**
   * The records of a topic with this key. What the service wrote there must be as AsyncAPI says.
   */
  public static List<ConsumerRecord<String, byte[]>> records(String topic, String key) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestServers.current().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
      CHECK.check(found);
      return found.stream().filter(record -> key.equals(record.key())).toList();
    }
  }

  @Override
  public void close() {
    policyEvaluation.goes();
  }
}
