package dev.tagout.hypervisor.libvirt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was told of who is there and who runs, by which a listing that is made again is judged. Such
 * a listing bears the time at which it was asked for: of a VM of which something was told since, it
 * shows what had been told before, for what was told since is newer. What it found otherwise than
 * it was told is believed when the next one finds the same: the event may be on its way still. For
 * one thread.
 */
final class Register {
  /**
   * Whether a VM runs.
   *
   * @param instance null when it does not
   */
  record Power(String instance) {
    static final Power OFF = new Power(null);

    static Power of(Domain domain) {
      return domain.runs() ? new Power(domain.instance()) : OFF;
    }
  }

  /**
   * What to make of a listing.
   *
   * @param shown who is there
   * @param missed VMs of which it says what no event did
   * @param sure false when it is not to be told, and another one is to be made
   */
  record Judged(Map<String, Power> shown, Set<String> missed, boolean sure) {}

  private final Map<String, Power> told = new HashMap<>();

  /** What had been told of those of which something was told since it was asked. */
  private final Map<String, Optional<Power>> before = new HashMap<>();

  /** What the last listing found otherwise than it was told. */
  private Map<String, Optional<Power>> doubted = Map.of();

  void tell(String uuid, Power power) {
    before.putIfAbsent(uuid, power(uuid));
    told.put(uuid, power);
  }

  /** It is there; whether it runs was told, or it does not. */
  void tellThere(String uuid) {
    tell(uuid, told.getOrDefault(uuid, Power.OFF));
  }

  void tellGone(String uuid) {
    before.putIfAbsent(uuid, power(uuid));
    told.remove(uuid);
  }

  private Optional<Power> power(String uuid) {
    return Optional.ofNullable(told.get(uuid));
  }

  /** A listing is asked for, which is going to bear this time. */
  void asked() {
    before.clear();
  }

  /** The listing that was asked for last found this. */
  Judged judge(Map<String, Power> found) {
    Map<String, Optional<Power>> otherwise = otherwise(found);
    Set<String> missed = new HashSet<>();
    otherwise.forEach(
        (uuid, power) -> {
          if (power.equals(doubted.get(uuid))) {
            missed.add(uuid);
          }
        });
    boolean sure = missed.size() == otherwise.size();
    doubted = sure ? Map.of() : otherwise;
    if (sure) {
      missed.forEach(
          uuid ->
              otherwise
                  .get(uuid)
                  .ifPresentOrElse(power -> told.put(uuid, power), () -> told.remove(uuid)));
    }
    Map<String, Power> shown = new HashMap<>(told);
    before.forEach(
        (uuid, power) ->
            power.ifPresentOrElse(was -> shown.put(uuid, was), () -> shown.remove(uuid)));
    return new Judged(shown, missed, sure);
  }

  private Map<String, Optional<Power>> otherwise(Map<String, Power> found) {
    Set<String> all = new HashSet<>(found.keySet());
    all.addAll(told.keySet());
    all.removeAll(before.keySet());
    Map<String, Optional<Power>> otherwise = new HashMap<>();
    for (String uuid : all) {
      if (!Objects.equals(found.get(uuid), told.get(uuid))) {
        otherwise.put(uuid, Optional.ofNullable(found.get(uuid)));
      }
    }
    return otherwise;
  }
}
