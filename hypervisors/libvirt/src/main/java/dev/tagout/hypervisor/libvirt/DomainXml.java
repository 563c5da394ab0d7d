package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Require;
import dev.tagout.hypervisor.ConfigurationReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads libvirt's domain XML (<a href="https://libvirt.org/formatdomain.html">format</a>), as the
 * start hook hands it over and as {@code virDomainGetXMLDesc} tells it. Needs no native library.
 *
 * <p>Only the structure itself counts: an element is read where libvirt puts it, in no namespace,
 * and never deeper. Of {@code metadata} only the element {@code vm} in the namespace {@value
 * #NAMESPACE} is read, in which a VM may say of itself:
 *
 * <pre>{@code
 * <metadata>
 *   <tagout:vm xmlns:tagout="https://tagout.dev/xmlns/vm/1">
 *     <tagout:tier>internal</tagout:tier>          at most 100 characters
 *     <tagout:owner>team-web</tagout:owner>        at most 255
 *     <tagout:image>debian-13-web-7</tagout:image> at most 1000
 *     <tagout:admins>                              at most 100 of them
 *       <tagout:admin>alice</tagout:admin>         at most 255 characters
 *     </tagout:admins>
 *   </tagout:vm>
 * </metadata>
 * }</pre>
 *
 * <p>Each of these once, in any order, all of them optional; an empty one says nothing; what else
 * stands there is passed over. A device that cannot be told in full is a violation and is not left
 * out, because a rule would take its absence for compliance. See {@link DeviceXml} for what becomes
 * of NICs and disks.
 *
 * <p>Safe for use by many threads.
 */
public final class DomainXml implements ConfigurationReader {
  /** Namespace of what a VM says of itself in its {@code metadata}. */
  public static final String NAMESPACE = "https://tagout.dev/xmlns/vm/1";

  /** Platform of the ids that are read. */
  static final String PLATFORM = "libvirt";

  private static final int DEFAULT_MAX_BYTES = 1 << 20;
  private static final int MAX_ADMINS = 100;

  /** As {@code virUUIDFormat} writes it; hexadecimal digits may be capitals. */
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final int maxBytes;

  /** Reads documents of at most 1 MiB. */
  public DomainXml() {
    this(DEFAULT_MAX_BYTES);
  }

  /**
   * @param maxBytes size of the largest document that is read
   */
  public DomainXml(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public DefinedVm read(byte[] definition) {
    XmlCursor xml = XmlCursor.onRoot(Require.present(definition, "$"), maxBytes);
    if (!xml.is("domain")) {
      throw new ContractViolation("$", "is no libvirt domain");
    }
    Reading reading = new Reading();
    while (xml.nextChild()) {
      reading.childOfDomain(xml);
    }
    xml.end();
    return reading.vm();
  }

  /** What was read so far. */
  private static final class Reading {
    private String uuid;
    private String name;
    private boolean metadata;
    private boolean said;
    private String tier;
    private String owner;
    private String image;
    private List<String> admins;
    private boolean tpm;
    private int interfaces;
    private final List<VmConfiguration.Nic> nics = new ArrayList<>();
    private final List<VmConfiguration.Disk> disks = new ArrayList<>();

    void childOfDomain(XmlCursor xml) {
      if (xml.is("uuid")) {
        once(uuid == null, xml);
        uuid = uuid(xml);
      } else if (xml.is("name")) {
        once(name == null, xml);
        name = Require.text(xml.text(255), 255, "domain/name");
      } else if (xml.is("metadata")) {
        once(!metadata, xml);
        metadata = true;
        metadata(xml);
      } else if (xml.is("devices")) {
        devices(xml);
      } else {
        xml.skip();
      }
    }

    DefinedVm vm() {
      return new DefinedVm(
          VmId.of(PLATFORM, Require.present(uuid, "domain/uuid")),
          Require.present(name, "domain/name"),
          new VmConfiguration(tier, owner, admins, nics, disks, tpm, image));
    }

    private static String uuid(XmlCursor xml) {
      String at = xml.path();
      String text = xml.text(36);
      if (!UUID.matcher(text).matches()) {
        throw new ContractViolation(at, "is no UUID");
      }
      return text.toLowerCase(Locale.ROOT);
    }

    private void metadata(XmlCursor xml) {
      while (xml.nextChild()) {
        if (xml.is(NAMESPACE, "vm")) {
          once(!said, xml);
          said = true;
          saidOfItself(xml);
        } else {
          xml.skip();
        }
      }
    }

    private void saidOfItself(XmlCursor xml) {
      boolean tierSaid = false;
      boolean ownerSaid = false;
      boolean imageSaid = false;
      while (xml.nextChild()) {
        if (xml.is(NAMESPACE, "tier")) {
          once(!tierSaid, xml);
          tierSaid = true;
          tier = orNull(xml.text(100));
        } else if (xml.is(NAMESPACE, "owner")) {
          once(!ownerSaid, xml);
          ownerSaid = true;
          owner = orNull(xml.text(255));
        } else if (xml.is(NAMESPACE, "image")) {
          once(!imageSaid, xml);
          imageSaid = true;
          image = orNull(xml.text(1000));
        } else if (xml.is(NAMESPACE, "admins")) {
          once(admins == null, xml);
          admins = admins(xml);
        } else {
          xml.skip();
        }
      }
    }

    private static List<String> admins(XmlCursor xml) {
      String at = xml.path();
      List<String> admins = new ArrayList<>();
      while (xml.nextChild()) {
        if (xml.is(NAMESPACE, "admin")) {
          bounded(admins, MAX_ADMINS, at);
          admins.add(Require.text(xml.text(255), 255, at + "/admin"));
        } else {
          xml.skip();
        }
      }
      return admins;
    }

    private void devices(XmlCursor xml) {
      while (xml.nextChild()) {
        if (xml.is("interface")) {
          nic(xml);
        } else if (xml.is("disk")) {
          bounded(disks, DeviceXml.MAX_DISKS, xml.path());
          DeviceXml.disk(xml).ifPresent(disks::add);
        } else {
          tpm |= xml.is("tpm");
          xml.skip();
        }
      }
    }

    private void nic(XmlCursor xml) {
      String at = xml.path();
      if (++interfaces > DeviceXml.MAX_NICS) {
        throw tooMany(at, DeviceXml.MAX_NICS);
      }
      nics.addAll(DeviceXml.nics(xml));
      if (nics.size() > DeviceXml.MAX_VLANS) {
        throw new ContractViolation(
            at, "carries, with those before it, more than " + DeviceXml.MAX_VLANS + " VLANs");
      }
    }

    private static void once(boolean first, XmlCursor xml) {
      if (!first) {
        throw new ContractViolation(xml.path(), "stands there twice");
      }
    }

    private static void bounded(List<?> list, int max, String at) {
      if (list.size() == max) {
        throw tooMany(at, max);
      }
    }

    private static ContractViolation tooMany(String at, int max) {
      return new ContractViolation(at, "stands there more than " + max + " times");
    }

    private static String orNull(String text) {
      return text.isEmpty() ? null : text;
    }
  }
}
