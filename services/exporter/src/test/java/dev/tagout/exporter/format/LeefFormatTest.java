package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.text.CleanText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeefFormatTest {
  private final Format format = new LeefFormat();

  @Test
  void writesARefusedStart() {
    // When
    Format.Text text = format.write(Samples.refusedStart(), 8000);

    // Then
    LeefReader.Leef leef = LeefReader.read(text.line());
    assertThat(text.cut()).isFalse();
    assertThat(text.line())
        .startsWith("LEEF:2.0|Tagout|Tagout|" + Samples.version() + "|start.denied|^|");
    assertThat(leef.header())
        .containsExactly("Tagout", "Tagout", Samples.version(), "start.denied");
    assertThat(leef.attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("devTime", "1795946400123"),
                Map.entry("sev", "8"),
                Map.entry("eventId", "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e"),
                Map.entry("classUid", "6003"),
                Map.entry("cat", "API Activity"),
                Map.entry("disposition", "Blocked"),
                Map.entry("outcome", "Failure"),
                Map.entry("resource", "web-01"),
                Map.entry("vmId", "libvirt:0f3c9a52-7d1e-4b8e-9a55-2f8f0c6d1e11"),
                Map.entry("correlationId", "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e"),
                Map.entry("usrName", "bob"),
                Map.entry("host", "libvirt:host-a"),
                Map.entry("srcHost", "host-a"),
                Map.entry("policy", "7ebd86d849bb9bfc"),
                Map.entry("rules", "patch/missing_security_updates, image/too_old"),
                Map.entry("reason", "not met: patch/missing_security_updates, image/too_old"),
                Map.entry("tier", "internal"),
                Map.entry("owner", "alice"),
                Map.entry("application", "start hook"),
                Map.entry(
                    "fix", "Install them on a maintenance host, then scan again., Build it anew."),
                Map.entry(
                    "msg",
                    "tagout: web-01 may not start on host-a: web-01 misses 2 security updates:"
                        + " KB5043080, KB5044288 [patch/missing_security_updates].")));
  }

  @Property(tries = 1000)
  void isReadBackWithEachValueWholeButForCarets(@ForAll("events") ObjectNode event) {
    // When
    Format.Text text = format.write(event, 200_000);

    // Then
    LeefReader.Leef leef = LeefReader.read(text.line());
    for (Attribute attribute : LeefFormat.ATTRIBUTES) {
      String value = attribute.from().text(event);
      if (value == null || !attribute.fits().test(value)) {
        assertThat(leef.attributes()).doesNotContainKey(attribute.key());
      } else {
        assertThat(leef.attributes())
            .containsEntry(
                attribute.key(),
                CleanText.atMost(value, attribute.longest()).replace('^', '\uFFFD'));
      }
    }
    assertThat(leef.attributes().containsKey("untruncatedSize")).isEqualTo(text.cut());
  }

  @Property(tries = 1000)
  void keepsToTheGuideAndSaysWhatIsCut(
      @ForAll("events") ObjectNode event,
      @ForAll @IntRange(min = Format.LEAST_LIMIT, max = 9000) int limit) {
    // When
    Format.Text text = format.write(event, limit);

    // Then
    LeefReader.Leef leef = LeefReader.read(text.line());
    assertThat(leef.header()).startsWith("Tagout", "Tagout");
    assertThat(leef.header().get(3)).hasSizeLessThanOrEqualTo(255);
    assertThat(leef.attributes()).containsKeys("devTime", "eventId", "classUid");
    assertThat(leef.attributes().get("devTime")).hasSize(13);
    assertThat(Integer.parseInt(leef.attributes().get("sev"))).isBetween(1, 10);
    assertThat(leef.attributes().getOrDefault("usrName", "")).hasSizeLessThanOrEqualTo(255);
    if (text.cut()) {
      assertThat(Integer.parseInt(leef.attributes().get("untruncatedSize")))
          .isGreaterThan(text.line().getBytes(StandardCharsets.UTF_8).length - 100);
    } else {
      assertThat(leef.attributes()).doesNotContainKey("untruncatedSize");
    }
  }

  @Provide
  Arbitrary<ObjectNode> events() {
    return Hostile.events();
  }
}
