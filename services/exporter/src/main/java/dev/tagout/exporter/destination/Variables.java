package dev.tagout.exporter.destination;

import dev.tagout.exporter.ExporterConfig;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The environment variables that mean to be settings of destinations. Of those the configuration
 * only takes what it knows, and says nothing of the rest: one that is misspelt would be without
 * effect, and nobody would know.
 */
final class Variables {
  private static final String PREFIX = "TAGOUT_EXPORTER_DESTINATIONS_";

  private final Collection<String> names;

  /**
   * @param names of all environment variables
   */
  Variables(Collection<String> names) {
    this.names = names;
  }

  /**
   * What is wrong with each that is no setting of a destination, by their names.
   *
   * @param destinations their names, as they are configured
   */
  List<String> problems(Set<String> destinations) {
    Set<String> known = new TreeSet<>();
    for (String destination : destinations) {
      // As MicroProfile Config 3.1 maps names; a quoted one has an underscore more on each side.
      String name = upper(destination);
      settings(ExporterConfig.Destination.class)
          .forEach(
              setting -> {
                known.add(PREFIX + name + "_" + setting);
                known.add(PREFIX + "_" + name + "__" + setting);
              });
    }
    return names.stream()
        .filter(variable -> variable.startsWith(PREFIX) && !known.contains(variable))
        .sorted()
        .map(variable -> variable + ": is not a setting of a destination")
        .toList();
  }

  private static Stream<String> settings(Class<?> group) {
    return Arrays.stream(group.getMethods()).flatMap(Variables::settings);
  }

  private static Stream<String> settings(Method setting) {
    String name = upper(setting.getName().replaceAll("([A-Z])", "_$1"));
    Class<?> type = setting.getReturnType();
    return type.getEnclosingClass() == ExporterConfig.class
        ? settings(type).map(below -> name + "_" + below)
        : Stream.of(name);
  }

  private static String upper(String text) {
    return text.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
