package dev.tagout.exporter.format;

import static dev.tagout.exporter.format.Attribute.of;
import static dev.tagout.exporter.format.PairLine.Stays.ALWAYS;
import static dev.tagout.exporter.format.PairLine.Stays.LONG;
import static dev.tagout.exporter.format.PairLine.Stays.SHORT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * QRadar's Log Event Extended Format 2.0 with {@code ^} between attributes (LEEF 2.0 of IBM's
 * guide). It has no escapes: a caret anywhere, and a pipe in the header, are U+FFFD. Of a line that
 * is cut {@code untruncatedSize} says how many bytes it would have had.
 */
public final class LeefFormat implements Format {
  /** In the order of the line; see {@link PairLine} for what goes when it is too long. */
  static final List<Attribute> ATTRIBUTES =
      List.of(
          of("cat", 128, LONG, Origins.CLASS),
          of("disposition", 255, LONG, Origins.DISPOSITION),
          of("outcome", 255, LONG, Origins.STATUS),
          of("resource", 255, LONG, Origins.VM_NAME),
          of("vmId", 1000, LONG, Origins.VM_ID),
          of("correlationId", 255, LONG, Origins.CORRELATION),
          of("usrName", 255, LONG, Origins.USER),
          of("host", 1000, LONG, Origins.HOST),
          of("src", 45, LONG, Origins.SOURCE_IP).only(IpText::isAddress),
          of("srcHost", 255, LONG, Origins.SOURCE_NAME),
          of("dst", 45, LONG, Origins.VM_IP).only(IpText::isAddress),
          of("policy", 255, LONG, Origins.REVISION),
          of("rules", 2000, SHORT, Origins.RULES),
          of("reason", 2000, SHORT, Origins.REASON),
          of("count", 20, SHORT, "count"),
          of("tier", 255, SHORT, Origins.TIER),
          of("owner", 255, SHORT, Origins.OWNER),
          of("userId", 255, SHORT, Origins.USER_ID),
          of("domain", 255, SHORT, Origins.USER_DOMAIN),
          of("application", 255, SHORT, Origins.APPLICATION),
          of("entity", 1000, SHORT, Origins.ENTITY),
          of("entityType", 255, SHORT, Origins.ENTITY_TYPE),
          of("findingId", 1000, SHORT, Origins.FINDING),
          of("requestedBy", 255, SHORT, Origins.REQUESTED_BY),
          of("approvedBy", 255, SHORT, Origins.APPROVED_BY),
          of("ticket", 255, SHORT, Origins.TICKET),
          of("trigger", 255, SHORT, Origins.TRIGGER),
          of("fix", 2000, SHORT, Origins.FIX));

  static final char DELIMITER = '^';

  private static final int LONGEST_ID = 128;
  private static final int LONGEST_MESSAGE = 2000;
  private static final int LONGEST_NUMBER = 20;
  private static final char REPLACEMENT = '\uFFFD';
  private static final Origin MESSAGE = Origin.of(Origins.MESSAGE);

  @Override
  public Text write(ObjectNode event, int limit) {
    OcsfInput input = OcsfInput.of(event, limit);
    PairLine line = new PairLine(header(input), String.valueOf(DELIMITER), LeefFormat::replace);
    line.pair("devTime=", Long.toString(input.time()), LONGEST_NUMBER, ALWAYS);
    int severity = Severity.ofTen(input);
    if (severity > 0) {
      line.pair("sev=", Integer.toString(severity), LONGEST_NUMBER, ALWAYS);
    }
    line.pair("eventId=", Identity.atMost(input.id(), LONGEST_ID), LONGEST_ID, ALWAYS);
    line.pair("classUid=", Integer.toString(input.type()), LONGEST_NUMBER, ALWAYS);
    for (Attribute attribute : ATTRIBUTES) {
      String value = attribute.from().text(event);
      if (value != null && attribute.fits().test(value)) {
        line.pair(attribute.prefix(), value, attribute.longest(), attribute.stays());
      }
    }
    return line.fit(
        "msg=", MESSAGE.text(event), LONGEST_MESSAGE, limit, bytes -> "untruncatedSize=" + bytes);
  }

  private static String header(OcsfInput input) {
    StringBuilder header = new StringBuilder("LEEF:2.0|");
    header.append(Product.VENDOR).append('|').append(Product.NAME).append('|');
    header.append(field(Product.version(input))).append('|');
    header.append(field(Product.code(input))).append('|');
    return header.append(DELIMITER).append('|').toString();
  }

  private static String field(String text) {
    return text.replace('|', REPLACEMENT).replace(DELIMITER, REPLACEMENT);
  }

  private static void replace(int point, StringBuilder to) {
    to.appendCodePoint(point == DELIMITER ? REPLACEMENT : point);
  }
}
