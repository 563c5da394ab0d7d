package dev.tagout.collector.source;

import dev.tagout.collector.sink.Door;
import dev.tagout.collector.sink.EventSink;
import dev.tagout.collector.sink.Feed;
import dev.tagout.collector.sink.FeedState;
import dev.tagout.collector.sink.Instants;
import dev.tagout.contracts.event.HostConnected;
import dev.tagout.contracts.event.TagoutEvent;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.hypervisor.ConnectionState;
import dev.tagout.hypervisor.LifecycleSink;
import dev.tagout.platform.log.LogKey;
import dev.tagout.platform.messaging.OutgoingRecord;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes what one source tells to Kafka, one event after the other, so that they stay in order and
 * none is passed over while Kafka is away.
 */
final class SourceSink implements LifecycleSink {
  private static final Logger LOG = Logger.getLogger(SourceSink.class);

  private final Feed feed;
  private final Door door;
  private final Instants instants;
  private final EventSink sink;

  SourceSink(Feed feed, Door door, Instants instants, EventSink sink) {
    this.feed = feed;
    this.door = door;
    this.instants = instants;
    this.sink = sink;
  }

  /**
   * An event that can never be delivered, such as a listing larger than Kafka takes, is lost, not
   * waited for: it would hold up the starts behind it for ever. The log and the feed's state say
   * so.
   */
  @Override
  public void accept(TagoutEvent event) throws InterruptedException {
    if (event.data() instanceof HostConnected listing
        && listing.toldAgain()
        && instants.isAhead(event.time())) {
      // Made some time ago, perhaps, and of our time it would deny what began since. The next one
      // is as good.
      LOG.warnf(
          "the clock of %s is ahead: a listing is left out, %s",
          LogKey.SOURCE.is(feed.name()), LogKey.EVENT_ID.is(event.id()));
      return;
    }
    OutgoingRecord record;
    try {
      record = door.admit(observedByUs(event));
    } catch (ContractViolation e) {
      lose(event, e);
      return;
    }
    sink.writeUntilDurable(feed, List.of(record));
  }

  @Override
  public void connection(ConnectionState state) {
    FeedState next =
        switch (state) {
          case ConnectionState.Connecting() -> new FeedState.Connecting();
          case ConnectionState.Connected() -> new FeedState.Connected();
          case ConnectionState.Disconnected(String reason) -> new FeedState.Disconnected(reason);
        };
    feed.connection(next);
    if (next.reason() == null) {
      LOG.infof("%s is %s", LogKey.SOURCE.is(feed.name()), next.word());
    } else {
      LOG.warnf(
          "%s is %s %s",
          LogKey.SOURCE.is(feed.name()), next.word(), LogKey.REASON.is(next.reason()));
    }
  }

  /**
   * A hypervisor whose clock is far ahead would have its events refused by everyone. We saw the
   * event when it came, so that is its time; the order among them stays.
   */
  private TagoutEvent observedByUs(TagoutEvent event) {
    if (!instants.isAhead(event.time())) {
      return event;
    }
    LOG.warnf(
        "the clock of %s is ahead: %s says %s",
        LogKey.SOURCE.is(feed.name()), LogKey.EVENT_ID.is(event.id()), event.time());
    return new TagoutEvent(
        event.id(), event.source(), event.type(), event.subject(), instants.now(), event.data());
  }

  private void lose(TagoutEvent event, ContractViolation why) {
    feed.lost(event.type().wireName(), event.subject(), why.getMessage());
    sink.refused(feed, "invalid");
    LOG.errorf(
        "lost an event: %s %s %s %s",
        LogKey.SOURCE.is(feed.name()),
        LogKey.EVENT_TYPE.is(event.type().wireName()),
        LogKey.EVENT_ID.is(event.id()),
        LogKey.REASON.is(why.getMessage()));
  }
}
