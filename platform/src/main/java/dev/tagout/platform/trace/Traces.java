package dev.tagout.platform.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Begins steps. While nobody collects spans a step costs next to nothing, and still carries on the
 * trace that it was given, so that what is told of it names the trace.
 */
@ApplicationScoped
public class Traces {
  private static final String SCOPE = "dev.tagout";

  /** OpenTelemetry keeps no more of one span (SDK specification, "span limits"). */
  private static final int MOST_LINKS = 128;

  private final Tracer tracer;

  @Inject
  Traces(
      OpenTelemetry openTelemetry,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
    // A disabled SDK would still make up ids for spans that nobody gets.
    this.tracer = (disabled ? TracerProvider.noop() : openTelemetry.getTracerProvider()).get(SCOPE);
  }

  private Traces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Without collection, for what runs outside of a service. */
  public static Traces none() {
    return new Traces(TracerProvider.noop().get(SCOPE));
  }

  /**
   * A step that a request began. Where the HTTP layer has a span of it this is within that one.
   *
   * @param sent the caller's header; null when there is none, ignored when it is malformed
   */
  public Step answering(String name, String sent) {
    Optional<TraceParent> here = TraceParent.current();
    return begin(name, here.isPresent() ? here : TraceParent.of(sent));
  }

  /**
   * A step that continues another one.
   *
   * @param parent none: a trace of its own, if anybody collects it
   */
  public Step begin(String name, Optional<TraceParent> parent) {
    return begin(name, SpanKind.INTERNAL, parent);
  }

  /** The same for one that sends something to Kafka. */
  public Step beginSending(String name, Optional<TraceParent> parent) {
    return begin(name, SpanKind.PRODUCER, parent);
  }

  private Step begin(String name, SpanKind kind, Optional<TraceParent> parent) {
    return Step.begin(
        tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(parent.map(Traces::context).orElse(Context.root())));
  }

  /**
   * A step for several others at once: it continues them when they all are of one trace. Otherwise
   * it is a trace of its own, with links to them (OpenTelemetry's conventions for messaging, "batch
   * processing"): what is done for one of them is not to be found in the trace of another.
   *
   * @param causes one each; none where it belongs to no trace
   */
  public Step beginFor(String name, Collection<Optional<TraceParent>> causes) {
    TreeMap<String, TraceParent> byTrace = new TreeMap<>();
    causes.forEach(one -> one.ifPresent(cause -> byTrace.put(cause.traceId(), cause)));
    if (byTrace.size() == 1 && causes.stream().allMatch(Optional::isPresent)) {
      return begin(name, SpanKind.CONSUMER, Optional.of(byTrace.firstEntry().getValue()));
    }
    SpanBuilder span =
        tracer.spanBuilder(name).setSpanKind(SpanKind.CONSUMER).setParent(Context.root());
    byTrace.values().stream().limit(MOST_LINKS).forEach(cause -> span.addLink(cause.span()));
    return Step.begin(span);
  }

  private static Context context(TraceParent parent) {
    return Context.root().with(Span.wrap(parent.span()));
  }
}
