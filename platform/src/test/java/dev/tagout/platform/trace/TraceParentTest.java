package dev.tagout.platform.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void readsWhatWasSent() {
    // When
    Optional<TraceParent> read = TraceParent.of(SENT);

    // Then
    assertThat(read).map(TraceParent::traceId).contains(TRACE);
    assertThat(read).map(TraceParent::text).contains(SENT);
  }

  @Test
  void readsALaterVersionAsItsOwn() {
    // When
    Optional<TraceParent> read = TraceParent.of(SENT.replaceFirst("00", "01") + "-what-comes");

    // Then
    assertThat(read).map(TraceParent::text).contains(SENT);
  }

  static List<String> malformed() {
    return List.of(
        "",
        "00",
        "nonsense",
        SENT.substring(1),
        SENT + "0",
        SENT + "-x",
        SENT.replace('-', '_'),
        SENT.replace('4', 'g'),
        SENT.replaceFirst("00", "ff"),
        "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-" + "0".repeat(16) + "-01",
        "01-" + TRACE + "-00f067aa0ba902b7-01-" + "x".repeat(10_000),
        "00-" + TRACE + "\r\nX: y-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-0\0",
        "٠٠-" + TRACE + "-00f067aa0ba902b7-01");
  }

  @ParameterizedTest
  @NullSource
  @MethodSource("malformed")
  void ignoresWhatIsMalformed(String sent) {
    // When
    Optional<TraceParent> read = TraceParent.of(sent);

    // Then
    assertThat(read).isEmpty();
  }

  @Test
  void goesWithARecordAndReplacesWhatItHad() {
    // Given
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", "old".getBytes(StandardCharsets.US_ASCII));

    // When
    TraceParent.of(SENT).orElseThrow().writeTo(headers);

    // Then
    assertThat(headers.headers("traceparent")).hasSize(1);
    assertThat(TraceParent.of(headers)).map(TraceParent::text).contains(SENT);
  }

  @Test
  void isCarriedOnWhileNobodyCollectsAndNamedInTheLog() {
    // Given
    Traces traces = Traces.none();

    // When
    Optional<TraceParent> within;
    Optional<TraceParent> told;
    Object logged;
    try (Step step = traces.answering("review", SENT)) {
      told = step.traceParent();
      within = TraceParent.current();
      logged = MDC.get("traceId");
    }

    // Then
    assertThat(within).map(TraceParent::text).contains(SENT);
    assertThat(told).isEqualTo(within);
    assertThat(logged).isEqualTo(TRACE);
    assertThat(TraceParent.current()).isEmpty();
    assertThat(MDC.get("traceId")).isNull();
  }

  @Test
  void makesNoTraceUpWhileNobodyCollects() {
    // Given
    Traces traces = Traces.none();
    TraceParent one = TraceParent.of(SENT).orElseThrow();
    TraceParent other = TraceParent.of(SENT.replace('4', '5')).orElseThrow();

    // When
    Optional<TraceParent> asked;
    Optional<TraceParent> begun;
    Optional<TraceParent> ofOne;
    Optional<TraceParent> ofSeveral;
    Optional<TraceParent> amongOthers;
    try (Step step = traces.answering("review", "nonsense")) {
      asked = step.traceParent();
    }
    try (Step step = traces.beginSending("collect", Optional.empty())) {
      begun = step.traceParent();
    }
    try (Step step = traces.beginFor("process", List.of(Optional.of(one), Optional.of(one)))) {
      ofOne = step.traceParent();
    }
    try (Step step = traces.beginFor("process", List.of(Optional.of(one), Optional.of(other)))) {
      ofSeveral = step.traceParent();
    }
    try (Step step = traces.beginFor("process", List.of(Optional.of(one), Optional.empty()))) {
      amongOthers = step.traceParent();
    }

    // Then
    assertThat(asked).isEmpty();
    assertThat(begun).isEmpty();
    assertThat(ofOne).contains(one);
    assertThat(ofSeveral).isEmpty();
    assertThat(amongOthers).isEmpty();
  }
}
