package dev.tagout.hypervisor.libvirt;

import dev.tagout.hypervisor.libvirt.DomainChange.Started;
import dev.tagout.hypervisor.libvirt.DomainChange.Stopped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was heard while the listing was made, without what the listing tells already. Of a VM that
 * was stopped, started and then listed, the events say once more that it stopped: told after the
 * listing, this would make of one run two, and of the second a start that nobody admitted.
 */
final class Overlap {
  private Overlap() {}

  /**
   * @param running the instance of each VM that runs, as listed
   */
  static List<Occurrence> without(Map<String, String> running, List<Occurrence> heard) {
    Map<String, Integer> startOfListedRun = new HashMap<>();
    for (int i = 0; i < heard.size(); i++) {
      if (heard.get(i) instanceof Occurrence.Heard(var uuid, var instance, Started s, var at)
          && instance != null
          && instance.equals(running.get(uuid))) {
        startOfListedRun.put(uuid, i);
      }
    }
    List<Occurrence> rest = new ArrayList<>();
    for (int i = 0; i < heard.size(); i++) {
      boolean listed =
          heard.get(i) instanceof Occurrence.Heard(var uuid, var instance, var change, var at)
              && (change instanceof Started || change instanceof Stopped)
              && i <= startOfListedRun.getOrDefault(uuid, -1);
      if (!listed) {
        rest.add(heard.get(i));
      }
    }
    return rest;
  }
}
