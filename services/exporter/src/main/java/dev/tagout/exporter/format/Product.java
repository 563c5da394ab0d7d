package dev.tagout.exporter.format;

import dev.tagout.contracts.text.CleanText;

/** Who made the event, as headers of lines have it. */
final class Product {
  static final String VENDOR = "Tagout";
  static final String NAME = "Tagout";

  private static final Origin VERSION = Origin.of("metadata.product.version");
  private static final Origin CODE = Origin.of("metadata.event_code", "type_uid");

  /** CEF's limit of the device's version. */
  private static final int LONGEST_VERSION = 31;

  private static final int LONGEST_CODE = 64;

  private Product() {}

  /** The version; {@code unknown} where the event does not say it. */
  static String version(OcsfInput input) {
    String version = VERSION.text(input.event());
    return version == null ? "unknown" : CleanText.atMost(version, LONGEST_VERSION);
  }

  /** What happened as one word, such as {@code start.denied}: by it receivers tell events apart. */
  static String code(OcsfInput input) {
    String code = CODE.text(input.event());
    return code == null ? Integer.toString(input.type()) : CleanText.atMost(code, LONGEST_CODE);
  }
}
