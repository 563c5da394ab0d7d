package dev.tagout.policy.readiness;

import dev.tagout.contracts.event.EventType;
import dev.tagout.policy.inventory.FactGroup;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What feeds a fact: the type of the event that tells it, or the request that declares it. */
final class FactFeeds {
  private static final Map<String, String> BY_GROUP = byGroup();

  private FactFeeds() {}

  private static Map<String, String> byGroup() {
    Map<String, String> feeds = new TreeMap<>();
    for (EventType type : EventType.values()) {
      FactGroup.of(type)
          .ifPresent(
              group ->
                  feeds.put(
                      type.subjectKind().name().toLowerCase(Locale.ROOT) + "." + group.key(),
                      type.wireName()));
    }
    feeds.put("vm.configuration", EventType.VM_DEFINED.wireName());
    feeds.put("residents", EventType.HOST_CONNECTED.wireName());
    return feeds;
  }

  /**
   * @param fact as rules name what they need, such as {@code vm.patch}, {@code host.storage.tpm}
   */
  static String of(String fact) {
    String[] path = fact.split("\\.");
    String group = path.length > 1 ? path[0] + "." + path[1] : fact;
    String event = BY_GROUP.get(group);
    if (event != null) {
      return event;
    }
    return path[0].equals("host") ? "PUT /v1/hosts/{id}/assignment" : "PUT /v1/vms/{id}/assignment";
  }
}
