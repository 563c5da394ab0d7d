package dev.tagout.exporter.format;

/**
 * OCSF's {@code severity_id} on the scales of others. A severity that nobody stated is none; a
 * number above those that are known is the worst.
 */
final class Severity {
  private static final int WORST = 5;
  private static final int OTHER = 99;

  /**
   * By {@code severity_id - 1}: within CEF's bands 0–3 low, 4–6 medium, 7–8 high, 9–10 very high.
   */
  private static final int[] OF_TEN = {1, 3, 5, 8, 10};

  /** ECS leaves the scale to who writes; these are the ones of Elastic's detection rules. */
  private static final int[] OF_HUNDRED = {1, 21, 47, 73, 99};

  private Severity() {}

  /** Of 1 to 10; 0 when nothing is stated. */
  static int ofTen(OcsfInput input) {
    return on(OF_TEN, input);
  }

  /** Of 1 to 99; 0 when nothing is stated. */
  static int ofHundred(OcsfInput input) {
    return on(OF_HUNDRED, input);
  }

  private static int on(int[] scale, OcsfInput input) {
    int id = input.number("severity_id", 0);
    return id <= 0 || id == OTHER ? 0 : scale[Math.min(id, WORST) - 1];
  }
}
