package dev.tagout.collector.sink;

/** How it stands with a feed. */
public sealed interface FeedState {
  /** A word for programs. */
  String word();

  /** Why, in one line for a person; null when there is nothing to explain. */
  default String reason() {
    return null;
  }

  /** Whether everything that the other side tells reaches Kafka. */
  default boolean isUp() {
    return false;
  }

  /** Others write to us; we hear them when they do. */
  record Listening() implements FeedState {
    @Override
    public String word() {
      return "listening";
    }

    @Override
    public boolean isUp() {
      return true;
    }
  }

  /** Trying for the first time, or again. */
  record Connecting() implements FeedState {
    @Override
    public String word() {
      return "connecting";
    }
  }

  /** Connected, and everything was listed. */
  record Connected() implements FeedState {
    @Override
    public String word() {
      return "connected";
    }

    @Override
    public boolean isUp() {
      return true;
    }
  }

  /** Not connected; it tries again by itself. */
  record Disconnected(String reason) implements FeedState {
    @Override
    public String word() {
      return "disconnected";
    }
  }

  /** Whatever the connection, an event of it does not get to Kafka. */
  record Failing(String reason) implements FeedState {
    @Override
    public String word() {
      return "failing";
    }
  }
}
