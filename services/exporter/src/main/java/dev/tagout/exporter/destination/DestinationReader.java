package dev.tagout.exporter.destination;

import dev.tagout.exporter.ExporterConfig;
import dev.tagout.exporter.delivery.Route;
import dev.tagout.exporter.file.FileReceiver;
import dev.tagout.exporter.file.FileSettings;
import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.http.Credentials;
import dev.tagout.exporter.http.Dialect;
import dev.tagout.exporter.http.ElasticBulk;
import dev.tagout.exporter.http.HttpReceiver;
import dev.tagout.exporter.http.HttpSettings;
import dev.tagout.exporter.http.Secret;
import dev.tagout.exporter.http.SplunkHec;
import dev.tagout.exporter.http.Webhook;
import dev.tagout.exporter.receiver.BackOff;
import dev.tagout.exporter.receiver.Receiver;
import dev.tagout.exporter.syslog.SyslogReceiver;
import dev.tagout.exporter.syslog.SyslogSettings;
import dev.tagout.exporter.syslog.SyslogSettings.SettleBy;
import dev.tagout.exporter.tls.Trust;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Makes destinations from settings, or says all that is wrong with them at once. */
final class DestinationReader {
  /** What a consumer group, a metric's label and an environment variable take. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  /** RFC 5425 §4.1. */
  private static final int SYSLOG_TLS = 6514;

  /** rsyslog takes 8096 with its defaults, and splits what is longer. */
  private static final int SYSLOG_BYTES = 8000;

  /** Room for the longest header beside the least that a format needs. */
  private static final int LEAST_BYTES = 2048;

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int HTTP_BYTES = 256 * 1024;
  private static final int FILE_BYTES = 1024 * 1024;
  private static final int BATCH = 500;
  private static final int MOST_BATCH = 10_000;
  private static final long BATCH_BYTES = 900 * 1024;
  private static final long FILE_SIZE = 64L * 1024 * 1024;

  /** With less a handful of findings would fill all files that are kept. */
  private static final long LEAST_FILE_SIZE = 64 * 1024;

  private static final int FULL_FILES = 10;
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** This machine, without asking anybody. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");

  private final Clock clock;
  private final String hostname;
  private final List<String> problems = new ArrayList<>();

  private DestinationReader(Clock clock, String hostname) {
    this.clock = clock;
    this.hostname = hostname;
  }

  /**
   * The destinations, by the order of their names.
   *
   * @param variables those of the environment
   * @throws ConfigurationException that names each setting which is wrong
   */
  static List<Destination> read(ExporterConfig config, Variables variables, Clock clock) {
    DestinationReader reader = new DestinationReader(clock, localName());
    List<Destination> destinations = new ArrayList<>();
    new TreeMap<>(config.destinations())
        .forEach((name, settings) -> reader.read(name, settings).ifPresent(destinations::add));
    reader.refuseSharedFiles(destinations);
    reader.problems.addAll(variables.problems(config.destinations().keySet()));
    if (!reader.problems.isEmpty()) {
      throw new ConfigurationException(
          "The settings of the exporter are wrong:\n  " + String.join("\n  ", reader.problems));
    }
    return destinations;
  }

  private void refuseSharedFiles(List<Destination> destinations) {
    Map<Path, String> owners = new HashMap<>();
    for (Destination destination : destinations) {
      if (destination.type() == DestinationType.FILE) {
        String name = destination.route().name();
        String owner =
            owners.putIfAbsent(Path.of(destination.target()).toAbsolutePath().normalize(), name);
        if (owner != null) {
          new Settings(name, problems).wrong("path", "is that of destination " + owner + ", too");
        }
      }
    }
  }

  private static String localName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private Optional<Destination> read(String name, ExporterConfig.Destination given) {
    Settings settings = new Settings(name, problems);
    int before = problems.size();
    if (!NAME.matcher(name).matches()) {
      problems.add(
          "tagout.exporter.destinations: '%s' is no name: letters, digits, dots, dashes and underscores"
              .formatted(name));
    }
    Optional<DestinationType> type =
        settings.word("type", Optional.of(given.type()), DestinationType.class);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    refuseOthers(settings, type.get(), given);
    Read read = new Read(name, given, settings, type.get());
    Destination destination =
        switch (type.get()) {
          case SYSLOG -> read.syslog();
          case SPLUNK_HEC -> read.splunk();
          case ELASTIC -> read.elastic();
          case WEBHOOK -> read.webhook();
          case FILE -> read.file();
        };
    return problems.size() == before ? Optional.of(destination) : Optional.empty();
  }

  private static void refuseOthers(
      Settings settings, DestinationType type, ExporterConfig.Destination given) {
    boolean syslog = type == DestinationType.SYSLOG;
    boolean splunk = type == DestinationType.SPLUNK_HEC;
    boolean elastic = type == DestinationType.ELASTIC;
    boolean webhook = type == DestinationType.WEBHOOK;
    boolean file = type == DestinationType.FILE;
    settings.refuse("format", given.format().isPresent() && (splunk || elastic), type);
    settings.refuse("host", given.host().isPresent() && !syslog, type);
    settings.refuse("port", given.port().isPresent() && !syslog, type);
    settings.refuse("transport", given.transport().isPresent() && !syslog, type);
    settings.refuse("enterprise-number", given.enterpriseNumber().isPresent() && !syslog, type);
    settings.refuse("settle", given.settle().isPresent() && !syslog, type);
    settings.refuse("settle-by", given.settleBy().isPresent() && !syslog, type);
    settings.refuse("url", given.url().isPresent() && (syslog || file), type);
    settings.refuse("index", given.index().isPresent() && !splunk, type);
    settings.refuse("sourcetype", given.sourcetype().isPresent() && !splunk, type);
    settings.refuse("data-stream", given.dataStream().isPresent() && !elastic, type);
    settings.refuse("token-file", given.tokenFile().isPresent() && (syslog || file), type);
    settings.refuse("username", given.username().isPresent() && !elastic, type);
    settings.refuse("password-file", given.passwordFile().isPresent() && !elastic, type);
    settings.refuse("hmac-key-file", given.hmacKeyFile().isPresent() && !webhook, type);
    settings.refuse("gzip", given.gzip().isPresent() && !splunk && !elastic, type);
    settings.refuse("path", given.path().isPresent() && !file, type);
    ExporterConfig.Rotation rotation = given.rotation();
    settings.refuse("rotation.max-size", rotation.maxSize().isPresent() && !file, type);
    settings.refuse("rotation.max-age", rotation.maxAge().isPresent() && !file, type);
    settings.refuse("rotation.keep", rotation.keep().isPresent() && !file, type);
    settings.refuse("batch.size", given.batch().size().isPresent() && (syslog || file), type);
    settings.refuse("connect-timeout", given.connectTimeout().isPresent() && file, type);
    settings.refuse("timeout", given.timeout().isPresent() && file, type);
    boolean tcp = given.transport().filter("tcp"::equalsIgnoreCase).isPresent();
    settings.refuse("tls.ca-file", given.tls().caFile().isPresent() && (file || tcp), type);
    settings.refuse(
        "tls.certificate-file", given.tls().certificateFile().isPresent() && (file || tcp), type);
    settings.refuse("tls.key-file", given.tls().keyFile().isPresent() && (file || tcp), type);
    settings.refuse("tls.insecure", given.tls().insecure() && (file || tcp), type);
  }

  /** One destination, being read. */
  private final class Read {
    private final String name;
    private final ExporterConfig.Destination given;
    private final Settings settings;
    private final DestinationType type;

    Read(String name, ExporterConfig.Destination given, Settings settings, DestinationType type) {
      this.name = name;
      this.given = given;
      this.settings = settings;
      this.type = type;
    }

    Destination syslog() {
      Transport transport =
          settings.word("transport", given.transport(), Transport.class).orElse(Transport.TLS);
      String host = settings.need("host", given.host().filter(h -> !h.isBlank()), type);
      if (transport == Transport.TCP && given.port().isEmpty()) {
        settings.wrong("port", "is required with transport tcp");
      }
      SyslogSettings syslog =
          new SyslogSettings(
              host,
              settings.between("port", given.port().orElse(SYSLOG_TLS), 1, 65535),
              switch (transport) {
                case TLS -> Optional.of(trust());
                case TCP -> Optional.empty();
              },
              hostname,
              enterpriseNumber(),
              bytes(SYSLOG_BYTES),
              settings.positive("settle", given.settle().orElse(SETTLE)),
              settings.word("settle-by", given.settleBy(), SettleBy.class).orElse(SettleBy.CLOSE),
              settings.positive("connect-timeout", given.connectTimeout().orElse(CONNECT)),
              settings.positive("timeout", given.timeout().orElse(ANSWER)));
      FormatName format = format();
      return destination(
          format.toString(),
          transport.name().toLowerCase(java.util.Locale.ROOT) + "://" + host + ":" + syslog.port(),
          batch(BATCH),
          () -> new SyslogReceiver(syslog, format.format()));
    }

    private OptionalInt enterpriseNumber() {
      given
          .enterpriseNumber()
          .ifPresent(number -> settings.between("enterprise-number", number, 1, Integer.MAX_VALUE));
      return given.enterpriseNumber();
    }

    Destination splunk() {
      Secret token = token(settings.need("token-file", given.tokenFile(), type));
      URI url = url();
      Format format = FormatName.OCSF.format();
      Dialect dialect =
          new SplunkHec(
              token,
              hostname.isEmpty() ? "tagout" : hostname,
              given.index(),
              given.sourcetype().orElse("tagout:ocsf"),
              format);
      return http(FormatName.OCSF.toString(), url, given.gzip().orElse(true), BATCH, dialect);
    }

    Destination elastic() {
      URI url = url();
      String stream = given.dataStream().orElse("logs-tagout.findings-default");
      if (!stream.matches("[a-z0-9][a-z0-9._-]{0,254}")) {
        settings.wrong("data-stream", "is no name of a data stream: " + stream);
      }
      Dialect dialect = new ElasticBulk(elasticCredentials(), FormatName.ecs());
      URI bulk =
          url == null || problemsOf("data-stream")
              ? url
              : URI.create(url.toString().replaceFirst("/+$", "") + "/" + stream + "/_bulk");
      return http("ecs", bulk, given.gzip().orElse(true), BATCH, dialect);
    }

    private boolean problemsOf(String setting) {
      return problems.stream()
          .anyMatch(p -> p.startsWith("tagout.exporter.destinations." + name + "." + setting));
    }

    private Credentials elasticCredentials() {
      if (given.tokenFile().isPresent() && given.username().isPresent()) {
        settings.wrong("token-file", "and username cannot both be given");
      }
      if (given.username().isPresent() != given.passwordFile().isPresent()) {
        settings.wrong(
            given.username().isPresent() ? "password-file" : "username",
            "is required beside its counterpart");
      }
      if (given.tokenFile().isPresent()) {
        return new Credentials.Token("ApiKey", token(given.tokenFile().get()));
      }
      if (given.username().isPresent() && given.passwordFile().isPresent()) {
        return new Credentials.Basic(
            given.username().get(),
            settings.usable("password-file", given.passwordFile().get(), Secret::text));
      }
      return new Credentials.None();
    }

    Destination webhook() {
      FormatName format = format();
      Credentials credentials =
          given
              .tokenFile()
              .<Credentials>map(file -> new Credentials.Token("Bearer", token(file)))
              .orElseGet(Credentials.None::new);
      Dialect dialect =
          new Webhook(
              credentials,
              given.hmacKeyFile().map(file -> settings.usable("hmac-key-file", file, Secret::text)),
              format.contentType(batch(1) > 1),
              format.format(),
              clock);
      return http(format.toString(), url(), false, 1, dialect);
    }

    Destination file() {
      FormatName format = format();
      FileSettings file =
          new FileSettings(
              settings.need("path", given.path().map(Path::toAbsolutePath), type),
              bytes(FILE_BYTES),
              settings.atLeast(
                  "rotation.max-size",
                  given.rotation().maxSize().map(MemorySize::asLongValue).orElse(FILE_SIZE),
                  LEAST_FILE_SIZE),
              given.rotation().maxAge().map(age -> settings.positive("rotation.max-age", age)),
              settings.between(
                  "rotation.keep", given.rotation().keep().orElse(FULL_FILES), 0, 100_000));
      return destination(
          format.toString(),
          String.valueOf(file.path()),
          batch(BATCH),
          () -> new FileReceiver(file, format.format(), clock));
    }

    private Destination http(
        String format, URI url, boolean gzip, int usualBatch, Dialect dialect) {
      int bytes = bytes(HTTP_BYTES);
      HttpSettings http =
          new HttpSettings(
              url,
              trust(),
              gzip,
              bytes,
              batch(usualBatch),
              settings.between(
                  "batch.size",
                  given.batch().size().map(MemorySize::asLongValue).orElse(BATCH_BYTES),
                  bytes,
                  64L * 1024 * 1024),
              settings.positive("connect-timeout", given.connectTimeout().orElse(CONNECT)),
              settings.positive("timeout", given.timeout().orElse(ANSWER)));
      // Records are read by the hundred also where each is posted alone.
      return destination(
          format,
          url == null ? "" : target(url),
          Math.max(batch(usualBatch), 100),
          () -> new HttpReceiver(http, dialect));
    }

    private Destination destination(
        String format, String target, int batch, Supplier<Receiver> receiver) {
      BackOff backOff =
          new BackOff(
              settings.positive("retry.first-pause", given.retry().firstPause()),
              settings.positive("retry.longest-pause", given.retry().longestPause()));
      OptionalInt minSeverity =
          settings
              .word("min-severity", given.minSeverity(), Severity.class)
              .map(severity -> OptionalInt.of(severity.id()))
              .orElseGet(OptionalInt::empty);
      return new Destination(
          type,
          format,
          target,
          given.tls().insecure(),
          new Route(name, batch, minSeverity, backOff, receiver));
    }

    private FormatName format() {
      return settings.word("format", given.format(), FormatName.class).orElse(FormatName.OCSF);
    }

    private int bytes(int usual) {
      return settings.between(
          "max-message-size",
          given.maxMessageSize().map(size -> size.asLongValue()).orElse((long) usual),
          LEAST_BYTES,
          MOST_BYTES);
    }

    private int batch(int usual) {
      return given.batch().events().isPresent()
          ? settings.between("batch.events", given.batch().events().getAsInt(), 1, MOST_BATCH)
          : usual;
    }

    private Trust trust() {
      ExporterConfig.Tls tls = given.tls();
      return settings.usable(
          new Trust(tls.caFile(), tls.certificateFile(), tls.keyFile(), tls.insecure()));
    }

    private Secret token(Path file) {
      return settings.usable("token-file", file, Secret::token);
    }

    private URI url() {
      URI url = settings.need("url", given.url(), type);
      if (url == null) {
        return null;
      }
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!web || url.getHost() == null) {
        settings.wrong("url", "is no address that begins with https:// or http://");
      } else if (url.getUserInfo() != null) {
        settings.wrong("url", "holds credentials: they belong into a file");
      } else if (url.getRawFragment() != null
          || url.getRawQuery() != null && type == DestinationType.ELASTIC) {
        settings.wrong("url", "must end with its path");
      }
      if ("http".equals(url.getScheme())) {
        plain(url);
      }
      return url;
    }

    private void plain(URI url) {
      ExporterConfig.Tls tls = given.tls();
      String without = "is of no use with http://";
      tls.caFile().ifPresent(file -> settings.wrong("tls.ca-file", without));
      tls.certificateFile().ifPresent(file -> settings.wrong("tls.certificate-file", without));
      tls.keyFile().ifPresent(file -> settings.wrong("tls.key-file", without));
      if (tls.insecure()) {
        settings.wrong("tls.insecure", without);
      }
      // A signature gives nothing of its key away.
      boolean shown = given.tokenFile().isPresent() || given.passwordFile().isPresent();
      if (shown && url.getHost() != null && !LOOPBACK.matcher(url.getHost()).matches()) {
        settings.wrong(
            "url", "must begin with https://: over http:// credentials only go to this machine");
      }
    }

    /** A query, and the path of a webhook, may be what lets us in. */
    private String target(URI url) {
      String server = url.getScheme() + "://" + url.getAuthority();
      return type == DestinationType.WEBHOOK ? server : server + url.getPath();
    }
  }
}
