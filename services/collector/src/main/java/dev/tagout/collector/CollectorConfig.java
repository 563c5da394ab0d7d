package dev.tagout.collector;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The collector's settings. Its hypervisors stand under {@code tagout.hypervisors}. */
@ConfigMapping(prefix = "tagout.collector")
public interface CollectorConfig {
  /**
   * CloudEvents {@code source} values from which lifecycle events are taken over HTTP. None by
   * default: whoever may say that a VM started or is gone decides what Tagout sees.
   */
  Optional<Set<URI>> lifecycleSources();

  /**
   * How often each connected host is listed again, 5 seconds at least. A start that was admitted
   * and did not happen gives its place back when such a listing shows it: a longer time keeps it
   * for longer.
   */
  @WithDefault("30s")
  Duration listEvery();

  /** So many events are taken in one batch; a longer one is answered with 413. */
  @WithDefault("10000")
  int maxBatchEvents();

  /** A longer body is answered with 413. */
  @WithDefault("16M")
  MemorySize maxBodySize();

  /**
   * An event with more data than this is refused. Kafka takes records of 1 MiB unless told
   * otherwise, key and headers included; whoever raises this also raises {@code max.request.size}
   * of the channel {@code tagout-out} and {@code message.max.bytes} of the topics.
   */
  @WithDefault("900K")
  MemorySize maxEventSize();

  /** What is read from osquery's results. */
  Osquery osquery();

  /** What is read from osquery's results. */
  interface Osquery {
    /** The platform of VMs whose results name them by their SMBIOS UUID only. */
    @WithDefault("libvirt")
    String platform();
  }
}
