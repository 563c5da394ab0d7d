package dev.tagout.platform.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of a label that somebody else chooses, such as the names of tiers and rules. The first so
 * many keep their name, all others share {@value #OTHER}: a label without a bound would fill the
 * memory of whoever scrapes it. May be used by several threads; does not lock for a value that it
 * knows.
 */
public final class BoundedLabel {
  /** What the others are counted under. */
  public static final String OTHER = "other";

  /** Where there is no value. */
  public static final String NONE = "none";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * @param most values that keep their name
   */
  public BoundedLabel(int most) {
    this.most = most;
  }

  /** The value as it may stand in a label; null has one, too. */
  public String of(String value) {
    if (value == null || value.isBlank()) {
      return NONE;
    }
    return known.contains(value) || admit(value) ? value : OTHER;
  }

  private boolean admit(String value) {
    if (known.size() >= most) {
      return false;
    }
    synchronized (known) {
      return known.contains(value) || (known.size() < most && known.add(value));
    }
  }
}
