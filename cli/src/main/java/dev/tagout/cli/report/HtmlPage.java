package dev.tagout.cli.report;

import dev.tagout.cli.text.Printable;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A page as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.
 * Whatever a template shows is escaped; only the style sheet, which is ours, is not.
 */
final class HtmlPage {
  private static final Variant HTML = Variant.forContentType(Variant.TEXT_HTML);

  private final Template template;
  private final String style;

  HtmlPage() {
    Engine engine =
        Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addValueResolver(
                ValueResolver.builder()
                    .applyToBaseClass(String.class)
                    .applyToName("clean")
                    .resolveSync(context -> Printable.line((String) context.getBase()))
                    .build())
            .addValueResolver(
                ValueResolver.builder()
                    .applyToBaseClass(Chart.class)
                    .applyToName("drawing")
                    .resolveSync(context -> Drawing.of((Chart) context.getBase()))
                    .build())
            .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
            .build();
    this.template = engine.parse(resource("page.html"), HTML, "page.html");
    this.style = resource("page.css");
  }

  String render(CompliancePage page) {
    return template.data("page", page).data("style", new RawString(style)).render();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream("/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
