package dev.tagout.exporter.format;

import static dev.tagout.exporter.format.Attribute.labelled;
import static dev.tagout.exporter.format.Attribute.of;
import static dev.tagout.exporter.format.PairLine.Stays.ALWAYS;
import static dev.tagout.exporter.format.PairLine.Stays.LONG;
import static dev.tagout.exporter.format.PairLine.Stays.SHORT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.text.CleanText;
import java.util.List;

/**
 * ArcSight's Common Event Format, {@code CEF:0} (CEF Implementation Standard, document version 27).
 * Keys and the lengths of their values are those of its dictionary. What is longer ends with an
 * ellipsis. Of a line that is cut {@code cn3} says how many bytes it would have had.
 */
public final class CefFormat implements Format {
  /** In the order of the line; see {@link PairLine} for what goes when it is too long. */
  static final List<Attribute> ATTRIBUTES =
      List.of(
          of("cat", 128, LONG, Origins.CLASS),
          of("act", 63, LONG, Origins.DISPOSITION),
          of("outcome", 63, LONG, Origins.STATUS),
          of("dhost", 255, LONG, Origins.VM_NAME),
          labelled("cs1", "vmId", 1023, LONG, Origins.VM_ID),
          labelled("flexString2", "correlationId", 255, LONG, Origins.CORRELATION),
          of("suser", 1023, LONG, Origins.USER),
          labelled("cs5", "host", 1023, LONG, Origins.HOST),
          of("src", 15, LONG, Origins.SOURCE_IP).only(IpText::isV4),
          labelled("c6a2", "sourceIPv6", 45, LONG, Origins.SOURCE_IP).only(IpText::isV6),
          of("shost", 1023, LONG, Origins.SOURCE_NAME),
          of("dst", 15, LONG, Origins.VM_IP).only(IpText::isV4),
          labelled("c6a3", "destinationIPv6", 45, LONG, Origins.VM_IP).only(IpText::isV6),
          labelled("cs2", "policyRevision", 1023, LONG, Origins.REVISION),
          labelled("cs3", "rules", 4000, SHORT, Origins.RULES),
          of("reason", 1023, SHORT, Origins.REASON),
          of("cnt", 10, SHORT, "count").only(CefFormat::isCount),
          labelled("flexString1", "eventId", 1023, SHORT, "metadata.uid"),
          labelled("cs4", "tier", 1023, SHORT, Origins.TIER),
          of("duser", 1023, SHORT, Origins.OWNER),
          of("suid", 1023, SHORT, Origins.USER_ID),
          of("sntdom", 255, SHORT, Origins.USER_DOMAIN),
          of("sproc", 1023, SHORT, Origins.APPLICATION),
          of("tagoutEntity", 1023, SHORT, Origins.ENTITY),
          of("tagoutEntityType", 255, SHORT, Origins.ENTITY_TYPE),
          of("tagoutFindingId", 1023, SHORT, Origins.FINDING),
          of("tagoutRequestedBy", 1023, SHORT, Origins.REQUESTED_BY),
          of("tagoutApprovedBy", 1023, SHORT, Origins.APPROVED_BY),
          of("tagoutTicket", 1023, SHORT, Origins.TICKET),
          of("tagoutTrigger", 1023, SHORT, Origins.TRIGGER),
          labelled("cs6", "fix", 4000, SHORT, Origins.FIX));

  /** The dictionary's limit of {@code externalId}. */
  private static final int LONGEST_ID = 40;

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_MESSAGE = 1023;
  private static final Origin CLASS = Origin.of(Origins.CLASS);
  private static final Origin ACTIVITY = Origin.of("activity_name");
  private static final Origin MESSAGE = Origin.of(Origins.MESSAGE);

  @Override
  public Text write(ObjectNode event, int limit) {
    OcsfInput input = OcsfInput.of(event, limit);
    PairLine line = new PairLine(header(input), " ", CefFormat::escape);
    line.pair("rt=", Long.toString(input.time()), LONGEST_NAME, ALWAYS);
    line.pair("externalId=", Identity.atMost(input.id(), LONGEST_ID), LONGEST_ID, ALWAYS);
    line.pair("cn1Label=classUid cn1=", Integer.toString(input.type()), LONGEST_NAME, ALWAYS);
    for (Attribute attribute : ATTRIBUTES) {
      String value = attribute.from().text(event);
      if (value != null && attribute.fits().test(value)) {
        line.pair(attribute.prefix(), value, attribute.longest(), attribute.stays());
      }
    }
    return line.fit(
        "msg=",
        MESSAGE.text(event),
        LONGEST_MESSAGE,
        limit,
        bytes -> "cn3Label=untruncatedSize cn3=" + bytes);
  }

  private static String header(OcsfInput input) {
    int severity = Severity.ofTen(input);
    StringBuilder header = new StringBuilder("CEF:0|");
    field(header, Product.VENDOR);
    field(header, Product.NAME);
    field(header, Product.version(input));
    field(header, Product.code(input));
    field(header, name(input));
    field(header, severity == 0 ? "Unknown" : Integer.toString(severity));
    return header.toString();
  }

  /** What kind of event it is, for people. */
  private static String name(OcsfInput input) {
    String type = CLASS.text(input.event());
    String activity = ACTIVITY.text(input.event());
    String name = type == null ? "Class " + input.type() : type;
    return CleanText.atMost(activity == null ? name : name + ": " + activity, LONGEST_NAME);
  }

  private static void field(StringBuilder header, String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '\\' || unit == '|') {
        header.append('\\');
      }
      header.append(unit);
    }
    header.append('|');
  }

  /** The dictionary has an integer there. */
  private static boolean isCount(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 10;
  }

  private static void escape(int point, StringBuilder to) {
    if (point == '\\' || point == '=') {
      to.append('\\');
    }
    to.appendCodePoint(point);
  }
}
