package dev.tagout.platform.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/**
 * The hypervisors: the collector's sources and remediation's power controls, from one
 * configuration.
 */
@ConfigMapping(prefix = "tagout.hypervisors")
public interface HypervisorsConfig {
  /** Each hypervisor by a name of your choice; a libvirt host's id is made from it. */
  @WithParentName
  Map<String, Hypervisor> byName();

  /** One hypervisor. */
  interface Hypervisor {
    /** The adapter: {@code libvirt} or {@code simulator}. */
    String type();

    /** Where it is, in the adapter's own notation, such as {@code qemu:///system}. */
    String uri();

    /** Whatever else the adapter knows. */
    Map<String, String> properties();
  }
}
