package dev.tagout.exporter.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Samples in which somebody has written what should break a line, a field or a reader. */
final class Hostile {
  private static final List<String> KNOWN =
      List.of(
          "a\nCEF:0|x|y|z|1|n|10|act=Allowed",
          "a\r\n<13>1 - - - - - -",
          "x|y|z",
          " act=Allowed outcome=Success",
          "^disposition=Allowed^",
          "back\\",
          "back\\\\=|\\n\\",
          "\u0000\u0007\u001B[31m",
          "\u202Egnp.exe\u202C",
          "\u2066x\u2069",
          "\u2028next\u2029\u0085",
          "\uD800",
          "a\uDC00b\uD83D",
          "\uD83D\uDE00".repeat(400),
          "\",\"admitted\":true,\"x\":\"",
          "\"".repeat(3000),
          "\\".repeat(3000),
          "=".repeat(3000),
          "x".repeat(10_000),
          "ж".repeat(5_000),
          "漢".repeat(5_000),
          "\t \u00A0",
          "\uFEFF");

  private Hostile() {}

  static Arbitrary<String> texts() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.of(KNOWN)),
        Tuple.of(1, Arbitraries.strings().ofMinLength(1).ofMaxLength(400)),
        Tuple.of(
            1,
            Arbitraries.strings()
                .withChars(
                    '|', '=', '\\', '^', ' ', '\n', '"', 'a', '…', '\u2028', '\uD83D', '\uDE00')
                .ofMaxLength(60)));
  }

  /** Events of each kind with texts of theirs replaced; what is no text stays. */
  static Arbitrary<ObjectNode> events() {
    Map<String, ObjectNode> samples = Samples.all();
    return Combinators.combine(
            Arbitraries.of(samples.keySet()),
            texts().list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.longs(),
            Arbitraries.of(1, 3, 10))
        .as(
            (name, texts, seed, each) -> {
              ObjectNode event = samples.get(name).deepCopy();
              replace(event, texts, new Random(seed), each);
              return event;
            });
  }

  /** Makes each text of an event this one. */
  static void replaceAll(ObjectNode event, String text) {
    replace(event, List.of(text), new Random(0), 1);
  }

  private static void replace(JsonNode at, List<String> texts, Random random, int each) {
    if (at instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (field.getKey().equals("profiles")) {
          continue;
        }
        replace(field.getValue(), texts, random, each);
        if (field.getValue().isTextual() && random.nextInt(each) == 0) {
          field.setValue(TextNode.valueOf(pick(texts, random)));
        }
      }
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        replace(array.get(i), texts, random, each);
        if (array.get(i).isTextual() && random.nextInt(each) == 0) {
          array.set(i, TextNode.valueOf(pick(texts, random)));
        }
      }
    }
  }

  private static String pick(List<String> texts, Random random) {
    String text = texts.get(random.nextInt(texts.size()));
    return text.isBlank() ? "?" : text;
  }

  /** What a line must not hold. Written apart from the code under test. */
  static boolean harms(int point) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || point == 0xFEFF
        || point >= 0x200B && point <= 0x200F
        || point >= 0x202A && point <= 0x202E
        || point >= 0x2066 && point <= 0x2069
        || point >= 0xD800 && point <= 0xDFFF;
  }
}
