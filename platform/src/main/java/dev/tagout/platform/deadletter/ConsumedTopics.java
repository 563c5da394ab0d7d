package dev.tagout.platform.deadletter;

import dev.tagout.contracts.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The topics that this service consumes: as its incoming channels name them, and those of {@value
 * #OTHERS}, for a service whose consumers are no channels.
 */
@ApplicationScoped
class ConsumedTopics {
  private static final Pattern PROPERTY = Pattern.compile("mp\\.messaging\\.incoming\\..+\\.topic");

  private static final String OTHERS = "tagout.dead-letters.topics";

  private final Set<Topic> topics = EnumSet.noneOf(Topic.class);

  ConsumedTopics(Config config) {
    for (String name : config.getPropertyNames()) {
      if (PROPERTY.matcher(name).matches()) {
        config
            .getOptionalValue(name, String.class)
            .flatMap(ConsumedTopics::topic)
            .ifPresent(topics::add);
      }
    }
    config
        .getOptionalValues(OTHERS, String.class)
        .ifPresent(names -> names.forEach(name -> topic(name).ifPresent(topics::add)));
  }

  Set<Topic> all() {
    return topics;
  }

  Optional<Topic> named(String name) {
    return topic(name).filter(topics::contains);
  }

  private static Optional<Topic> topic(String name) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.topicName().equals(name))
        .findFirst();
  }
}
