package dev.tagout.exporter.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fluenda.parcefone.event.CEFHandlingException;
import com.fluenda.parcefone.event.CefRev23;
import com.fluenda.parcefone.event.CommonEvent;
import com.fluenda.parcefone.parser.CEFParser;
import dev.tagout.contracts.text.CleanText;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CefFormatTest {
  private static final String OURS = "tagout";

  /** Lengths of the dictionary as a parser of others has them. */
  private static final Map<String, Integer> LONGEST =
      Arrays.stream(CefRev23.class.getDeclaredFields())
          .filter(f -> f.isAnnotationPresent(Size.class))
          .collect(Collectors.toMap(Field::getName, f -> f.getAnnotation(Size.class).max()));

  private final Format format = new CefFormat();

  @Test
  void writesARefusedStart() {
    // When
    Format.Text text = format.write(Samples.refusedStart(), 8000);

    // Then
    CefReader.Cef cef = CefReader.read(text.line());
    assertThat(text.cut()).isFalse();
    assertThat(cef.header())
        .containsExactly(
            "0",
            "Tagout",
            "Tagout",
            Samples.version(),
            "start.denied",
            "API Activity: Power On",
            "8");
    assertThat(cef.extension())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("rt", "1795946400123"),
                Map.entry("externalId", "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e"),
                Map.entry("cn1Label", "classUid"),
                Map.entry("cn1", "6003"),
                Map.entry("cat", "API Activity"),
                Map.entry("act", "Blocked"),
                Map.entry("outcome", "Failure"),
                Map.entry("dhost", "web-01"),
                Map.entry("cs1Label", "vmId"),
                Map.entry("cs1", "libvirt:0f3c9a52-7d1e-4b8e-9a55-2f8f0c6d1e11"),
                Map.entry("flexString2Label", "correlationId"),
                Map.entry("flexString2", "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e"),
                Map.entry("suser", "bob"),
                Map.entry("cs5Label", "host"),
                Map.entry("cs5", "libvirt:host-a"),
                Map.entry("shost", "host-a"),
                Map.entry("cs2Label", "policyRevision"),
                Map.entry("cs2", "7ebd86d849bb9bfc"),
                Map.entry("cs3Label", "rules"),
                Map.entry("cs3", "patch/missing_security_updates, image/too_old"),
                Map.entry("reason", "not met: patch/missing_security_updates, image/too_old"),
                Map.entry("flexString1Label", "eventId"),
                Map.entry("flexString1", "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e"),
                Map.entry("cs4Label", "tier"),
                Map.entry("cs4", "internal"),
                Map.entry("duser", "alice"),
                Map.entry("sproc", "start hook"),
                Map.entry("cs6Label", "fix"),
                Map.entry(
                    "cs6", "Install them on a maintenance host, then scan again., Build it anew."),
                Map.entry(
                    "msg",
                    "tagout: web-01 may not start on host-a: web-01 misses 2 security updates:"
                        + " KB5043080, KB5044288 [patch/missing_security_updates].")));
  }

  @Property(tries = 1000)
  void isReadBackByTheStandardWithEachValueWhole(@ForAll("events") ObjectNode event) {
    // When
    Format.Text text = format.write(event, 200_000);

    // Then
    CefReader.Cef cef = CefReader.read(text.line());
    for (Attribute attribute : CefFormat.ATTRIBUTES) {
      String value = attribute.from().text(event);
      if (value == null || !attribute.fits().test(value)) {
        assertThat(cef.extension()).doesNotContainKey(attribute.key());
      } else {
        assertThat(cef.extension())
            .containsEntry(attribute.key(), CleanText.atMost(value, attribute.longest()));
      }
    }
    assertThat(cef.extension().containsKey("cn3")).isEqualTo(text.cut());
  }

  @Property(tries = 1000)
  void keepsToTheDictionaryAndSaysWhatIsCut(
      @ForAll("events") ObjectNode event,
      @ForAll @IntRange(min = Format.LEAST_LIMIT, max = 9000) int limit) {
    // When
    Format.Text text = format.write(event, limit);

    // Then
    CefReader.Cef cef = CefReader.read(text.line());
    assertThat(cef.header()).startsWith("0", "Tagout", "Tagout");
    assertThat(cef.header().get(3)).hasSizeLessThanOrEqualTo(31);
    assertThat(cef.header().get(4)).hasSizeLessThanOrEqualTo(1023);
    assertThat(cef.header().get(5)).hasSizeLessThanOrEqualTo(512);
    cef.extension()
        .forEach(
            (key, value) -> {
              if (!key.startsWith(OURS) && LONGEST.containsKey(key)) {
                assertThat(value).as(key).hasSizeLessThanOrEqualTo(LONGEST.get(key));
              }
            });
    if (text.cut()) {
      assertThat(cef.extension()).containsEntry("cn3Label", "untruncatedSize");
      assertThat(Integer.parseInt(cef.extension().get("cn3")))
          .isGreaterThan(text.line().getBytes(StandardCharsets.UTF_8).length - 100);
    } else {
      assertThat(cef.extension()).doesNotContainKey("cn3");
    }
  }

  @Test
  void isReadByAParserOfOthers() {
    Samples.all()
        .forEach(
            (name, event) -> {
              // When
              String line = format.write(event, 8000).line();
              CommonEvent read = new CEFParser().parse(line);

              // Then
              Map<String, Object> theirs = extension(read);
              Map<String, String> ours = new HashMap<>(CefReader.read(line).extension());
              assertThat(ours.remove("rt")).isEqualTo(millis(theirs.remove("rt")));
              ours.keySet().removeIf(key -> key.startsWith(OURS));
              theirs.replaceAll((key, value) -> value.toString());
              assertThat(theirs).as(name).isEqualTo(ours);
            });
  }

  @Test
  void everyKeyIsInTheDictionaryOrClearlyOurs() {
    // Given
    var known = Arrays.stream(CefRev23.class.getDeclaredFields()).map(Field::getName).toList();

    // Then
    assertThat(CefFormat.ATTRIBUTES)
        .extracting(Attribute::key)
        .doesNotHaveDuplicates()
        .allMatch(key -> key.startsWith(OURS) || known.contains(key));
    assertThat(CefFormat.ATTRIBUTES)
        .filteredOn(a -> LONGEST.containsKey(a.key()))
        .allMatch(a -> a.longest() <= LONGEST.get(a.key()))
        .hasSizeGreaterThan(15);
  }

  @Test
  void makesALongIdFitAndStayOne() {
    // Given
    ObjectNode one = Samples.all().get("remediation-succeeded");
    ObjectNode other = Samples.all().get("remediation-superseded");

    // When
    String id = CefReader.read(format.write(one, 8000).line()).extension().get("externalId");
    String otherId = CefReader.read(format.write(other, 8000).line()).extension().get("externalId");

    // Then
    assertThat(one.at("/metadata/uid").asText()).hasSizeGreaterThan(40);
    assertThat(id).hasSizeLessThanOrEqualTo(40).isNotEqualTo(otherId);
    assertThat(CefReader.read(format.write(one, 8000).line()).extension())
        .containsEntry("flexString1", one.at("/metadata/uid").asText());
  }

  @Test
  void dropsDetailsBeforeItShortensTheMessageAndThatBeforeWhoAndWhat() {
    // Given
    ObjectNode event = Samples.refusedStart();
    event.put("message", "m".repeat(900));

    // When
    Map<String, String> read = CefReader.read(format.write(event, 1024).line()).extension();

    // Then
    assertThat(read).containsKeys("act", "dhost", "cs1", "suser").doesNotContainKeys("cs6", "cs3");
    assertThat(read.get("msg")).startsWith("mmm").endsWith("m…").hasSizeGreaterThan(190);
  }

  @Provide
  Arbitrary<ObjectNode> events() {
    return Hostile.events();
  }

  private static Map<String, Object> extension(CommonEvent event) {
    try {
      return new HashMap<>(event.getExtension(true));
    } catch (CEFHandlingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String millis(Object date) {
    return Long.toString(((Date) date).getTime());
  }
}
