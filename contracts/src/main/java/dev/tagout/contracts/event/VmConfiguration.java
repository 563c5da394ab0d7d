package dev.tagout.contracts.event;

import dev.tagout.contracts.json.Require;
import java.util.List;

/**
 * A VM's definition, as far as policies ask for it. What the VM says of itself ({@code tier},
 * {@code owner}) is a claim: an assignment beats it.
 *
 * @param nics null where nobody said, which is not the same as none
 * @param disks null where nobody said
 * @param tpm whether the VM has a virtual TPM; null where the hypervisor did not say
 */
public record VmConfiguration(
    String tier,
    String owner,
    List<String> admins,
    List<Nic> nics,
    List<Disk> disks,
    Boolean tpm,
    String image) {
  public VmConfiguration {
    Require.bounded(tier, 100, "tier");
    Require.bounded(owner, 255, "owner");
    Require.bounded(image, 1000, "image");
    admins = admins == null ? null : Require.list(admins, "admins");
    nics = nics == null ? null : Require.list(nics, "nics");
    disks = disks == null ? null : Require.list(disks, "disks");
  }

  /** Nothing known but that the VM exists. */
  public static VmConfiguration empty() {
    return new VmConfiguration(null, null, null, null, null, null, null);
  }

  /**
   * A NIC of a VM.
   *
   * @param network the network, bridge or device that it is connected to
   * @param vlan VLAN id, null when untagged
   */
  public record Nic(String network, Integer vlan, String mac) {
    public Nic {
      Require.bounded(network, 255, "network");
      Require.bounded(mac, 64, "mac");
    }
  }

  /**
   * A disk of a VM.
   *
   * @param source path, volume or URL
   * @param encrypted whether the hypervisor encrypts it
   */
  public record Disk(String source, Boolean encrypted) {
    public Disk {
      Require.bounded(source, 4096, "source");
      Require.present(encrypted, "encrypted");
    }
  }
}
