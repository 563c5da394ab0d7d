package dev.tagout.exporter;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The exporter's settings. */
@ConfigMapping(prefix = "tagout.exporter")
public interface ExporterConfig {
  /** Where findings go, by a name of your choice. Nowhere by default. */
  Map<String, Destination> destinations();

  /**
   * One receiver. Which settings it takes depends on its type; one that its type does not take is
   * an error.
   */
  interface Destination {
    /** {@code syslog}, {@code splunk-hec}, {@code elastic}, {@code webhook} or {@code file}. */
    String type();

    /**
     * Of syslog, webhook and file: {@code ocsf}, {@code cef} or {@code leef}. OCSF by default, as
     * it is on the topic.
     */
    Optional<String> format();

    /**
     * Only findings that are at least so severe: {@code informational}, {@code low}, {@code
     * medium}, {@code high} or {@code critical}. All by default. What has no severity that is known
     * always goes.
     */
    Optional<String> minSeverity();

    /** Of syslog: the receiver's host name, as its certificate has it. */
    Optional<String> host();

    /** Of syslog: its port. 6514, the one of RFC 5425, with TLS. */
    OptionalInt port();

    /** Of syslog: {@code tls}, or {@code tcp} for a relay on this machine. */
    Optional<String> transport();

    /**
     * Of syslog: the site's private enterprise number. With it the ids of a finding are structured
     * data, too. Without by default, as Tagout has no number of its own.
     */
    OptionalInt enterpriseNumber();

    /**
     * Of syslog, which has no acknowledgements: how long a connection must have outlived what was
     * written before that counts as delivered, and how often is asked by an orderly close whether
     * it was read. 5 s by default, so that a receiver that crashes loses nothing that it held in
     * memory for less.
     */
    Optional<Duration> settle();

    /**
     * Of syslog: {@code close}, or {@code time} for a receiver that does not answer an orderly
     * close; then a receiver whose machine dies loses what was under way.
     */
    Optional<String> settleBy();

    /** Of HTTP receivers: where to post. Of Elastic without {@code /_bulk}. */
    Optional<URI> url();

    /** Of Splunk: the index; the token's own by default. */
    Optional<String> index();

    /** Of Splunk: {@code tagout:ocsf} by default. */
    Optional<String> sourcetype();

    /** Of Elastic: {@code logs-tagout.findings-default} by default. */
    Optional<String> dataStream();

    /** Of HTTP receivers: a file with the token, read anew at each request. */
    Optional<Path> tokenFile();

    /** Of Elastic: the user, where it is no API key. */
    Optional<String> username();

    /** Of Elastic: a file with the user's password. */
    Optional<Path> passwordFile();

    /** Of webhooks: a file with the key of the signature. */
    Optional<Path> hmacKeyFile();

    /** Of Splunk and Elastic: whether bodies are compressed. They are by default. */
    Optional<Boolean> gzip();

    /** Of files: where to write. */
    Optional<Path> path();

    /** Of files: when a new one is begun, and how many are kept. */
    Rotation rotation();

    /** Of syslog and HTTP. */
    Tls tls();

    /** How much goes at a time. */
    Batch batch();

    /**
     * The most bytes of one finding, with whatever stands around it; what is longer is cut, and
     * says so. 8000 for syslog, which rsyslog takes with its defaults; 256 KiB for HTTP; 1 MiB for
     * files.
     */
    Optional<MemorySize> maxMessageSize();

    /** Of syslog and HTTP: how long a connection may take. 5 s by default. */
    Optional<Duration> connectTimeout();

    /** Of syslog and HTTP: how long an answer, or any progress of a write, may take. 30 s. */
    Optional<Duration> timeout();

    /** How an outage is waited out; it is for ever. */
    Retry retry();
  }

  /** When a file is full. */
  interface Rotation {
    /** A new file is begun before one grows larger than this: 64 MiB by default. */
    Optional<MemorySize> maxSize();

    /** And when its first line is so old; never by default. */
    Optional<Duration> maxAge();

    /** So many full files are kept beside the one that is written: 10 by default. */
    OptionalInt keep();
  }

  /** How the receiver is known, and how we are known to it. */
  interface Tls {
    /** PEM certificates of who may vouch for it; those that the JDK trusts by default. */
    Optional<Path> caFile();

    /** PEM certificate by which we say who we are, with those between it and a root. */
    Optional<Path> certificateFile();

    /** Its private key, PEM, PKCS #8. */
    Optional<Path> keyFile();

    /** Takes any certificate. Whoever sits in between then reads all, and may drop it. */
    @WithDefault("false")
    boolean insecure();
  }

  /** How much goes at a time. */
  interface Batch {
    /** Findings at a time. 500; of webhooks 1. */
    OptionalInt events();

    /** Of HTTP: not more than so much in a request. 900 KiB, below the 1 MB of Splunk Cloud. */
    Optional<MemorySize> size();
  }

  /** How an outage is waited out. */
  interface Retry {
    /** The pause after the first failure, doubled each time, less up to a half by chance. */
    @WithDefault("500MS")
    Duration firstPause();

    /** The longest such pause. What the receiver asks for by Retry-After may be longer. */
    @WithDefault("30S")
    Duration longestPause();
  }
}
