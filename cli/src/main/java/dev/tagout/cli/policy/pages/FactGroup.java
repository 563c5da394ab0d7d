package dev.tagout.cli.policy.pages;

import java.util.Optional;
import java.util.stream.Stream;

/** Where each group of facts comes from. The groups are those of the review's JSON Schema. */
enum FactGroup {
  VM_PATCH(
      "vm.patch",
      "dev.tagout.vm.patch-scanned.v1",
      "which security updates the VM misses, by whose scan and when",
      "a scanner in the VM: osquery with `deploy/osquery/tagout-vm.conf`, the script of `deploy/observe`, or"
          + " one of the site's own that sends the event"),
  VM_PROTECTION(
      "vm.protection",
      "dev.tagout.vm.protection-observed.v1",
      "antivirus, encryption inside the guest, IPsec and health attestation of the VM",
      "the VM: osquery with `deploy/osquery/tagout-vm.conf`, or the script of `deploy/observe`"),
  VM_CONFIGURATION(
      "vm.configuration",
      null,
      "NICs and VLANs, disks, TPM, image and the VM's own claims",
      "the hypervisor: the collector's source for libvirt reads the domain's definition and metadata,"
          + " and the start hook sends it along"),
  VM_TIER(
      "vm.tier",
      null,
      "the VM's security level",
      "an assignment: `./tagout assign vm ID --tier T`; else what the VM's definition claims"),
  VM_ADMINS(
      "vm.admins",
      null,
      "who administers the VM",
      "an assignment: the field `admins` of `PUT /v1/vms/{id}/assignment`"),
  VM_GROUP("vm.group", null, "the VM's group", "an assignment: `./tagout assign vm ID --group G`"),
  HOST_TIER(
      "host.tier",
      null,
      "the host's security level",
      "an assignment: `./tagout assign host ID --tier T`"),
  HOST_GROUP(
      "host.group", null, "the host's group", "an assignment: `./tagout assign host ID --group G`"),
  HOST_SYSTEM(
      "host.system",
      "dev.tagout.host.system-observed.v1",
      "edition, version, roles, applications, antivirus and start hook of the host",
      "the host: osquery with `deploy/osquery/tagout-host.conf`, or the script of `deploy/observe`"),
  HOST_PATCH(
      "host.patch",
      "dev.tagout.host.patch-scanned.v1",
      "which security updates the host misses, by whose scan and when",
      "a scanner on the host: osquery with `deploy/osquery/tagout-host.conf`, or the script of"
          + " `deploy/observe`"),
  HOST_NETWORK(
      "host.network",
      "dev.tagout.host.network-observed.v1",
      "the host's NICs: their use, zone, VLANs and switch",
      "the host: osquery with `deploy/osquery/tagout-host.conf`, or the script of `deploy/observe`; both"
          + " have to be told which NIC is for what"),
  HOST_STORAGE(
      "host.storage",
      "dev.tagout.host.storage-observed.v1",
      "the host's TPM, and which volumes hold files of VMs and are encrypted",
      "the host: osquery with `deploy/osquery/tagout-host.conf`, or the script of `deploy/observe`"),
  HOST_ACCESS(
      "host.access",
      "dev.tagout.host.access-observed.v1",
      "who administers the host, groups expanded",
      "the host: osquery with `deploy/osquery/tagout-host.conf`, or the script of `deploy/observe`"),
  RESIDENTS(
      "residents",
      null,
      "the VMs that run on the host or have a place reserved there",
      "the hypervisor: the collector's source lists them");

  private final String path;
  private final String eventType;
  private final String says;
  private final String fedBy;

  FactGroup(String path, String eventType, String says, String fedBy) {
    this.path = path;
    this.eventType = eventType;
    this.says = says;
    this.fedBy = fedBy;
  }

  /** The group that a rule needs, or of which it needs a part. */
  static Optional<FactGroup> of(String need) {
    return Stream.of(values())
        .filter(group -> need.equals(group.path) || need.startsWith(group.path + "."))
        .findFirst();
  }

  String path() {
    return path;
  }

  /** What anybody may send to the collector; empty where it is not an observation. */
  Optional<String> eventType() {
    return Optional.ofNullable(eventType);
  }

  String says() {
    return says;
  }

  String fedBy() {
    return fedBy;
  }
}
