package dev.tagout.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page that documents the metrics, {@code docs/operations/metrics.md}, to hold against what a
 * service really shows. Its tables have the columns metric, type, services, labels, meaning.
 *
 * @param entries by name
 */
public record MetricsPage(Map<String, Entry> entries) {
  private static final Pattern ROW = Pattern.compile("\\| `(tagout_[a-z0-9_]+)` \\|(.*)\\|");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE = Pattern.compile("# TYPE (tagout_[a-z0-9_]+) ([a-z]+)");
  private static final Pattern SAMPLE =
      Pattern.compile("(tagout_[a-z0-9_]+)(?:\\{(.*)\\})? [-+0-9.EeNaIinf]+(?: #.*)?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  public MetricsPage {
    entries = Map.copyOf(entries);
  }

  /**
   * One row.
   *
   * @param type {@code counter}, {@code gauge} or {@code histogram}, the first word of its column
   * @param services that show it
   */
  public record Entry(String name, String type, Set<String> services, Set<String> labels) {}

  /**
   * The page of a source tree.
   *
   * @throws IllegalStateException when a row cannot be read, or a metric has two
   */
  public static MetricsPage of(Checkout checkout) {
    Map<String, Entry> entries = new TreeMap<>();
    for (String line : lines(checkout.root().resolve("docs/operations/metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Entry entry = entry(row.group(1), row.group(2).split("\\|"));
        if (entries.put(entry.name(), entry) != null) {
          throw new IllegalStateException(entry.name() + " has two rows");
        }
      }
    }
    return new MetricsPage(entries);
  }

  private static Entry entry(String name, String[] columns) {
    if (columns.length < 4) {
      throw new IllegalStateException(name + " has " + (columns.length + 1) + " columns of 5");
    }
    return new Entry(
        name,
        columns[0].strip().split("\\W", 2)[0],
        Arrays.stream(columns[1].split(",")).map(String::strip).collect(Collectors.toSet()),
        WORD.matcher(columns[2]).results().map(m -> m.group(1)).collect(Collectors.toSet()));
  }

  /**
   * Where the page and a service differ: what the service shows and the page does not have, or has
   * otherwise; and what the page says of the service that is neither shown nor in its code.
   *
   * @param scrape what the service answers at {@code /q/metrics}
   * @param sources directories with the code of the service, and what it shares
   * @return sentences for a person; empty when all is well
   */
  public List<String> differences(String service, String scrape, List<Path> sources) {
    Map<String, String> types = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    scrape.lines().forEach(line -> read(line, types, labels));
    types.keySet().removeIf(name -> isMaximumOfATimer(name, types));

    List<String> differences = new ArrayList<>();
    types.forEach(
        (name, type) -> {
          Entry entry = entries.get(name);
          if (entry == null || !entry.services().contains(service)) {
            differences.add(name + " is shown by " + service + " and not on the page");
            return;
          }
          if (!entry.type().equals(type)) {
            differences.add(name + " is a " + type + ", on the page a " + entry.type());
          }
          Set<String> shown = shownLabels(name, type, labels);
          if (shown != null && !shown.equals(entry.labels())) {
            differences.add(name + " has the labels " + shown + ", on the page " + entry.labels());
          }
        });
    String code = sources.stream().map(MetricsPage::code).collect(Collectors.joining());
    entries.values().stream()
        .filter(entry -> entry.services().contains(service))
        .filter(entry -> !types.containsKey(entry.name()) && !isInCode(entry.name(), code))
        .map(entry -> entry.name() + " is on the page, and " + service + " does not have it")
        .forEach(differences::add);
    return differences;
  }

  private static void read(
      String line, Map<String, String> types, Map<String, Set<String>> labels) {
    Matcher type = TYPE.matcher(line);
    if (type.matches()) {
      types.put(sampleName(type.group(1), type.group(2)), type.group(2));
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    if (sample.matches()) {
      Set<String> names = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().map(m -> m.group(1)).forEach(names::add);
      }
    }
  }

  /** In the format of OpenMetrics the type of a counter stands without {@code _total}. */
  private static String sampleName(String name, String type) {
    return type.equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
  }

  /** Micrometer shows the maximum of a timer as a gauge beside it. */
  private static boolean isMaximumOfATimer(String name, Map<String, String> types) {
    String timer = name.replaceAll("_max$", "");
    return !timer.equals(name)
        && List.of("histogram", "summary").contains(types.getOrDefault(timer, ""));
  }

  private static Set<String> shownLabels(
      String name, String type, Map<String, Set<String>> labels) {
    return labels.get(type.equals("histogram") || type.equals("summary") ? name + "_count" : name);
  }

  /** As Micrometer's names become those of Prometheus. */
  private static boolean isInCode(String name, String code) {
    String plain = name.replaceAll("_total$", "").replace('_', '.');
    return Stream.of(plain, plain.replaceAll("\\.seconds$", ""))
        .anyMatch(dotted -> code.contains('"' + dotted + '"'));
  }

  private static String code(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> lines(file).stream())
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
