package dev.tagout.contracts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under {@code docs/reference} that is made from the code. */
final class ReferencePage {
  private ReferencePage() {}

  /** Fails unless the committed page is this one; writes it instead when asked to. */
  static void check(String name, String expected) throws IOException {
    Path page = Path.of(System.getProperty("tagout.root"), "docs", "reference", name);
    if (Boolean.getBoolean("tagout.docs.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, expected);
    }
    String committed = Files.exists(page) ? Files.readString(page) : "";
    assertThat(committed)
        .as(
            "docs/reference/%s is not current. Refresh it with: ./mvnw -pl contracts test"
                + " -Dtagout.docs.write=true",
            name)
        .isEqualTo(expected);
  }

  /** What every page says about itself. */
  static String heading(String title, String from) {
    return "# %s\n\n<!-- Made from %s. Refresh: ./mvnw -pl contracts test -Dtagout.docs.write=true -->\n\n"
        .formatted(title, from);
  }

  /** Text as it may stand in a cell of a table. */
  static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
