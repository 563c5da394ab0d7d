package dev.tagout.cli.policy.pages;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose controls rules name. A control's id is {@code <prefix>:<control>}. */
public enum ControlCatalogue {
  NIST_800_53("nist-800-53", "NIST SP 800-53 revision 5", "NIST SP 800-53 r5"),
  DISA("disa", "DISA Virtual Machine Manager SRG V2R3", "DISA VMM SRG"),
  CIS_ESXI("cis-esxi-7.0", "CIS VMware ESXi 7.0 Benchmark v1.2.0", "CIS ESXi 7.0");

  /** SC-7 before SC-7(5) before SC-28: numbers count as numbers. */
  public static final Comparator<String> ORDER =
      Comparator.comparing(ControlCatalogue::sortable).thenComparing(Comparator.naturalOrder());

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final String prefix;
  private final String title;
  private final String shortTitle;

  ControlCatalogue(String prefix, String title, String shortTitle) {
    this.prefix = prefix;
    this.title = title;
    this.shortTitle = shortTitle;
  }

  public static Optional<ControlCatalogue> of(String control) {
    return Stream.of(values()).filter(each -> control.startsWith(each.prefix + ":")).findFirst();
  }

  /** As a person names it: "NIST SP 800-53 r5 SI-2". */
  public static String named(String control) {
    return of(control).map(each -> each.shortTitle + " " + each.inside(control)).orElse(control);
  }

  public String title() {
    return title;
  }

  /** What the catalogue itself calls it. */
  public String inside(String control) {
    return control.substring(prefix.length() + 1);
  }

  private static String sortable(String control) {
    return NUMBER
        .matcher(control)
        .replaceAll(number -> "%012d".formatted(new BigInteger(number.group())))
        .replace('(', ' ');
  }
}
