package dev.tagout.platform.trace;

import dev.tagout.platform.log.LogKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.Optional;
import org.jboss.logging.MDC;

/**
 * A step that goes on: a span, and the current one of this thread until it is closed, by the thread
 * that began it. What is logged meanwhile names the trace.
 */
public final class Step implements AutoCloseable {
  private final Span span;
  private final Scope scope;
  private final Object outer;

  private Step(Span span) {
    this.span = span;
    this.scope = span.makeCurrent();
    this.outer = MDC.get(LogKey.TRACE_ID.key());
    traceParent().ifPresent(parent -> MDC.put(LogKey.TRACE_ID.key(), parent.traceId()));
  }

  static Step begin(SpanBuilder span) {
    return new Step(span.startSpan());
  }

  /** For who continues it. None when nobody collects spans and it continues nothing. */
  public Optional<TraceParent> traceParent() {
    return TraceParent.of(span.getSpanContext());
  }

  /** Says something of it, if it is known: an attribute with the same name as in the log. */
  public Step with(LogKey key, Object value) {
    if (value != null && span.isRecording()) {
      span.setAttribute(key.key(), value.toString());
    }
    return this;
  }

  /** It came to nothing. */
  public void failed(Throwable reason) {
    if (span.isRecording()) {
      span.recordException(reason);
      span.setStatus(StatusCode.ERROR);
    }
  }

  @Override
  public void close() {
    if (outer == null) {
      MDC.remove(LogKey.TRACE_ID.key());
    } else {
      MDC.put(LogKey.TRACE_ID.key(), outer);
    }
    scope.close();
    span.end();
  }
}
