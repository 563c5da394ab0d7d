package dev.tagout.contracts.finding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What made a finding: this product, in the version that this code was built as. */
final class Product {
  private static final String FILE = "product.properties";
  private static final String VERSION = version();

  private Product() {}

  /** Fills OCSF's {@code metadata.product}. */
  static void describe(ObjectNode product) {
    product
        .put("name", "Tagout")
        .put("uid", "tagout")
        .put("vendor_name", "Tagout")
        .put("version", VERSION);
  }

  private static String version() {
    Properties product = new Properties();
    try (InputStream file = Product.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " was not built in");
      }
      product.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return product.getProperty("version");
  }
}
