package dev.tagout.collector.source;

import dev.tagout.collector.sink.Feed;
import dev.tagout.collector.sink.Feeds;
import dev.tagout.platform.health.Part;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Sources of which not everything reaches Kafka. */
@ApplicationScoped
class SourcesPart implements Part {
  private final Feeds feeds;

  SourcesPart(Feeds feeds) {
    this.feeds = feeds;
  }

  @Override
  public String name() {
    return "sources";
  }

  @Override
  public List<Impairment> look() {
    return feeds.all().stream()
        .filter(feed -> !feed.status().state().isUp())
        .map(SourcesPart::impairment)
        .toList();
  }

  private static Impairment impairment(Feed feed) {
    Feed.Status status = feed.status();
    String reason = status.state().reason();
    return new Impairment(
        feed.name(),
        status.since(),
        "it is "
            + status.state().word()
            + ": what happens there is not known here until it is back"
            + (reason == null ? "" : " (" + reason + ")"));
  }
}
