package dev.tagout.platform.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where a step belongs: {@code traceparent} of W3C Trace Context (level 1, §3.2). Vendors' {@code
 * tracestate} is not carried: it is of any sender's making, and nobody here reads it.
 *
 * @param text as it is sent
 */
public record TraceParent(String text) {
  /** The name of the header, in HTTP and in Kafka. */
  public static final String HEADER = "traceparent";

  /** The only version that there is has 55 characters; a later one may have more (§3.2.4). */
  private static final int LONGEST = 200;

  public TraceParent {
    if (!parse(text).isValid()) {
      throw new IllegalArgumentException("is no traceparent");
    }
  }

  /**
   * What somebody sent. It is nobody's fault that matters when it is malformed: there is none then.
   */
  public static Optional<TraceParent> of(String sent) {
    return sent == null ? Optional.empty() : of(parse(sent.strip()));
  }

  /** What came with a record. */
  public static Optional<TraceParent> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    return header == null || header.value() == null
        ? Optional.empty()
        : of(new String(header.value(), StandardCharsets.US_ASCII));
  }

  /** That of the step which this thread is at. */
  public static Optional<TraceParent> current() {
    return of(Span.current().getSpanContext());
  }

  static Optional<TraceParent> of(SpanContext span) {
    return span.isValid()
        ? Optional.of(
            new TraceParent(
                "00-"
                    + span.getTraceId()
                    + "-"
                    + span.getSpanId()
                    + "-"
                    + span.getTraceFlags().asHex()))
        : Optional.empty();
  }

  /** 32 hexadecimal digits, which all steps of one matter have in common. */
  public String traceId() {
    return text.substring(3, 35);
  }

  /** The same for {@link Headers}; what they had is replaced. */
  public void writeTo(Headers headers) {
    headers.remove(HEADER);
    headers.add(HEADER, text.getBytes(StandardCharsets.US_ASCII));
  }

  SpanContext span() {
    return parse(text);
  }

  private static SpanContext parse(String text) {
    if (text == null || text.length() > LONGEST) {
      return SpanContext.getInvalid();
    }
    return Span.fromContext(
            W3CTraceContextPropagator.getInstance().extract(Context.root(), text, new Only()))
        .getSpanContext();
  }

  /** The text is all that was sent. */
  private static final class Only implements TextMapGetter<String> {
    @Override
    public Iterable<String> keys(String carrier) {
      return List.of(HEADER);
    }

    @Override
    public String get(String carrier, String key) {
      return HEADER.equals(key) ? carrier : null;
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
