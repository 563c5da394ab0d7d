package dev.tagout.lab.infrastructure;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A PostgreSQL server that somebody else runs, and that is theirs to stop. */
record RunningPostgres(Database maintenance) implements SqlServer {

  private static final String PREFIX = "jdbc:";

  /**
   * @param url {@code jdbc:postgresql://host:port/database?user=…&password=…}
   * @throws IllegalStateException when it is not of that form
   */
  RunningPostgres(String url) {
    this(parse(url));
  }

  private static Database parse(String url) {
    if (!url.startsWith(PREFIX + "postgresql://") || url.indexOf('?') < 0) {
      throw new IllegalStateException(
          "Not of the form jdbc:postgresql://host:port/database?user=…&password=…: " + url);
    }
    var query = parameters(URI.create(url.substring(PREFIX.length())).getRawQuery());
    return new Database(
        url.substring(0, url.indexOf('?')),
        query.getOrDefault("user", "postgres"),
        query.getOrDefault("password", ""));
  }

  private static Map<String, String> parameters(String query) {
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  @Override
  public Database database(String name) {
    return Databases.create(maintenance, name);
  }

  @Override
  public void start() {}

  @Override
  public void stop() {
    throw new UnsupportedOperationException(
        "PostgreSQL was given to the tests; they may not stop it");
  }
}
