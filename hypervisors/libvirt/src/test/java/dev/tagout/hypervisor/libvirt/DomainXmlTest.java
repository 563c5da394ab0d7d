package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.event.VmConfiguration;
import dev.tagout.contracts.event.VmConfiguration.Disk;
import dev.tagout.contracts.event.VmConfiguration.Nic;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.hypervisor.ConfigurationReader.DefinedVm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainXmlTest {
  private static final String UUID = "11111111-3333-3333-4444-555555555555";
  private static final String IDENTITY = "<name>web-01</name><uuid>" + UUID + "</uuid>";

  private final DomainXml reader = new DomainXml();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain-define.xml",
        "hook-stdin-prepare.xml",
        "hook-stdin-started.xml",
        "hook-stdin-restore.xml",
        "hook-stdin-reconnect.xml"
      })
  void readsWhatLibvirtItselfWrote(String capture) {
    // Given
    byte[] xml = resource(capture);

    // When
    DefinedVm vm = reader.read(xml);

    // Then
    assertThat(vm.id().value()).matches("libvirt:11111111-[23]{4}-3333-4444-555555555555");
    assertThat(vm.name()).startsWith("adm");
    assertThat(vm.configuration().nics())
        .singleElement()
        .satisfies(nic -> assertThat(nic.network()).isEqualTo("user"))
        .satisfies(nic -> assertThat(nic.mac()).startsWith("52:54:00:00:00:0"));
    assertThat(vm.configuration().tpm()).isFalse();
    assertThat(vm.configuration().tier()).as("the tier that stands in another namespace").isNull();
  }

  @Test
  void readsAllThatPoliciesAskFor() {
    // Given
    byte[] xml = resource("tagout-vm.xml");

    // When
    DefinedVm vm = reader.read(xml);

    // Then
    assertThat(vm)
        .isEqualTo(
            new DefinedVm(
                new VmId("libvirt:0f3c1d2e-5b6a-4788-9900-aabbccddeeff"),
                "web-01",
                new VmConfiguration(
                    "internal",
                    "team-web",
                    List.of("alice", "bob"),
                    List.of(
                        new Nic("guests", 120, "52:54:00:aa:00:01"),
                        new Nic("br-mgmt", 10, "52:54:00:aa:00:02"),
                        new Nic("br-mgmt", 20, "52:54:00:aa:00:02"),
                        new Nic("eno1", null, "52:54:00:aa:00:03"),
                        new Nic("pci:0000:03:10.1", null, "52:54:00:aa:00:04"),
                        new Nic("user", null, "52:54:00:aa:00:05")),
                    List.of(
                        new Disk("/var/lib/libvirt/images/web-01.qcow2", true),
                        new Disk("fast/web-01-data", true),
                        new Disk("/dev/disk/by-id/wwn-0x5000c500155a81c1", false),
                        new Disk("rbd:pool/image", false)),
                    true,
                    "debian-13-web-7")));
  }

  /** Defined in the QEMU driver of libvirt 9.0, and written by it. */
  @Test
  void readsEveryKindOfDeviceThatLibvirtWrote() {
    // Given
    byte[] xml = resource("dumpxml-devices.xml");

    // When
    VmConfiguration configuration = reader.read(xml).configuration();

    // Then
    assertThat(configuration)
        .isEqualTo(
            new VmConfiguration(
                "internal",
                "team-web",
                List.of("alice", "bob"),
                List.of(
                    new Nic("guests", 120, "52:54:00:aa:00:01"),
                    new Nic("ovsbr0", 10, "52:54:00:aa:00:02"),
                    new Nic("ovsbr0", 20, "52:54:00:aa:00:02"),
                    new Nic("eno1", null, "52:54:00:aa:00:03"),
                    new Nic("pci:0000:03:10.1", 42, "52:54:00:aa:00:04"),
                    new Nic("user", null, "52:54:00:aa:00:05"),
                    new Nic("ethernet", null, "52:54:00:aa:00:06"),
                    new Nic("/run/vpp/web-01.sock", null, "52:54:00:aa:00:07")),
                List.of(
                    new Disk("/var/lib/libvirt/images/web-01.luks", true),
                    new Disk("fast/web-01-data", true),
                    new Disk("fast/web-01-plain.qcow2", false),
                    new Disk("/dev/mapper/vg0-web", false),
                    new Disk("rbd:pool/image", false)),
                true,
                "debian-13-web-7"));
  }

  @Test
  void takesATrunkWithOneTagForThatVlan() {
    // Given
    String trunk =
        "<devices><interface type='bridge'><source bridge='ovsbr0'/>"
            + "<vlan trunk='yes'><tag id='7' nativeMode='tagged'/></vlan></interface></devices>";

    // When
    DefinedVm vm = read(trunk + IDENTITY);

    // Then
    assertThat(vm.configuration().nics()).containsExactly(new Nic("ovsbr0", 7, null));
  }

  @Test
  void boundsTheVlansOfAllNicsTogether() {
    // Given
    String trunk =
        "<interface type='user'><vlan>" + "<tag id='1'/>".repeat(4096) + "</vlan></interface>";

    // When
    ContractViolation one =
        violation("<domain><devices>" + trunk.replace("</vlan>", "<tag id='2'/></vlan>"));
    ContractViolation two = violation("<domain><devices>" + trunk + "<interface type='user'/>");

    // Then
    assertThat(one)
        .hasMessage("domain/devices/interface/vlan/tag: stands there more than 4096 times");
    assertThat(two)
        .hasMessage(
            "domain/devices/interface: carries, with those before it, more than 4096 VLANs");
  }

  @Test
  void takesNothingFromALookAlikeInsideOfMetadata() {
    // Given
    String lookAlike =
        "<other:x xmlns:other='urn:other'><domain><name>evil</name><uuid>%s</uuid>"
                .formatted("99999999-9999-9999-9999-999999999999")
            + "<devices><tpm/><interface type='user'/></devices>"
            + "<vm xmlns='https://tagout.dev/xmlns/vm/1'><tier>restricted</tier></vm>"
            + "</domain></other:x>"
            + "<vm><tier>restricted</tier></vm>";

    // When
    DefinedVm vm = read("<metadata>" + lookAlike + "</metadata>" + IDENTITY);

    // Then
    assertThat(vm)
        .isEqualTo(
            new DefinedVm(
                new VmId("libvirt:" + UUID),
                "web-01",
                new VmConfiguration(null, null, null, List.of(), List.of(), false, null)));
  }

  @Test
  void takesNothingFromForeignNamespacesAndAttributes() {
    // Given
    String foreign =
        "<x:uuid xmlns:x='urn:x'>99999999-9999-9999-9999-999999999999</x:uuid>"
            + "<devices><interface type='bridge'>"
            + "<source x:bridge='guests' bridge='br-mgmt' xmlns:x='urn:x'/></interface>"
            + "<x:tpm xmlns:x='urn:x'/></devices>";

    // When
    DefinedVm vm = read(foreign + IDENTITY);

    // Then
    assertThat(vm.id()).isEqualTo(new VmId("libvirt:" + UUID));
    assertThat(vm.configuration().nics()).containsExactly(new Nic("br-mgmt", null, null));
    assertThat(vm.configuration().tpm()).isFalse();
  }

  @Test
  void takesAnEmptyClaimForNoClaim() {
    // Given
    String claims = "<metadata>" + vm("<t:tier> </t:tier><t:owner/>") + "</metadata>";

    // When
    DefinedVm vm = read(claims + IDENTITY);

    // Then
    assertThat(vm.configuration().tier()).isNull();
    assertThat(vm.configuration().owner()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          <uuid>11111111-3333-3333-4444-555555555555</uuid>                        | domain/name: is required
          <name>a</name>                                                          | domain/uuid: is required
          <name>a</name><uuid/>                                                   | domain/uuid: is no UUID
          <name>a</name><uuid>1-1-1-1-1</uuid>                                    | domain/uuid: is no UUID
          <name> </name>                                                          | domain/name: is blank
          <name>a<b/></name>                                                      | domain/name: must hold text alone
          <name>a&#10;b</name>                                                    | domain/name: holds control characters
          <name>a&#x9b;b</name>                                                   | domain/name: holds control characters
          <name>a&#x2028;b</name>                                                 | domain/name: holds control characters
          <name>a</name><name>b</name>                                            | domain/name: stands there twice
          <metadata/><metadata/>                                                  | domain/metadata: stands there twice
          <name>&unknown;</name>                                                  | domain/name: refers to an entity, which is not taken
          <name>a&#0;</name>                                                      | domain/name: is no well-formed XML
          <devices><interface/></devices>                                         | domain/devices/interface/@type: is required
          <devices><interface type='new'/></devices>                              | domain/devices/interface/@type: is not known
          <devices><interface type='bridge'/></devices>                           | domain/devices/interface/source/@bridge: is required
          <devices><interface type='user'><vlan><tag id='4096'/></vlan></interface></devices> | domain/devices/interface/vlan/tag/@id: is no VLAN id
          <devices><disk/></devices>                                              | domain/devices/disk/source/@file: is required
          <devices><disk type='new'/></devices>                                   | domain/devices/disk/@type: is not known
          <devices><disk device='new'/></devices>                                 | domain/devices/disk/@device: is not known
          <devices><disk><source file='a&#10;b'/></disk></devices>                | domain/devices/disk/source/@file: holds control characters
          """)
  void saysWhichElementIsWrong(String children, String violation) {
    // When
    ContractViolation e = violation("<domain>" + children + "</domain>");

    // Then
    assertThat(e).hasMessage(violation);
  }

  @Test
  void refusesTwoUuids() {
    // When
    ContractViolation e = violation("<domain>" + IDENTITY + "<uuid>" + UUID + "</uuid></domain>");

    // Then
    assertThat(e).hasMessage("domain/uuid: stands there twice");
  }

  @ParameterizedTest
  @CsvSource({
    "<t:tier>a</t:tier><t:tier>b</t:tier>, domain/metadata/vm/tier: stands there twice",
    "<t:tier/><t:tier>b</t:tier>, domain/metadata/vm/tier: stands there twice",
    "<t:admins><t:admin/></t:admins>, domain/metadata/vm/admins/admin: is blank",
    "<t:tier><t:tier>a</t:tier></t:tier>, domain/metadata/vm/tier: must hold text alone",
  })
  void saysWhichClaimIsWrong(String claims, String violation) {
    // When
    ContractViolation e =
        violation("<domain>" + IDENTITY + "<metadata>" + vm(claims) + "</metadata></domain>");

    // Then
    assertThat(e).hasMessage(violation);
  }

  @Test
  void refusesTwoSetsOfClaims() {
    // When
    ContractViolation e =
        violation("<domain><metadata>" + vm("") + vm("") + "</metadata>" + IDENTITY + "</domain>");

    // Then
    assertThat(e).hasMessage("domain/metadata/vm: stands there twice");
  }

  @Test
  void boundsLengths() {
    // When
    ContractViolation name = violation("<domain><name>" + "x".repeat(256) + "</name></domain>");
    ContractViolation admins =
        violation(
            "<domain><metadata>"
                + vm("<t:admins>" + "<t:admin>a</t:admin>".repeat(101) + "</t:admins>")
                + "</metadata></domain>");
    ContractViolation nics =
        violation(
            "<domain><devices>" + "<interface type='user'/>".repeat(513) + "</devices></domain>");

    // Then
    assertThat(name).hasMessage("domain/name: has more than 255 characters");
    assertThat(admins).hasMessage("domain/metadata/vm/admins: stands there more than 100 times");
    assertThat(nics).hasMessage("domain/devices/interface: stands there more than 512 times");
  }

  @Test
  void readsNoFileForAnExternalEntity() {
    // Given
    String xml =
        "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            + "<domain><name>&x;</name><uuid>%s</uuid></domain>".formatted(UUID);

    // When
    ContractViolation e = violation(xml);

    // Then
    assertThat(e).hasMessage("$: holds a document type, which is not taken");
  }

  @Test
  void refusesABombOfEntities() {
    // Given
    StringBuilder bomb = new StringBuilder("<!DOCTYPE domain [<!ENTITY l0 'lol'>");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY l%d '%s'>".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    bomb.append("]><domain><name>&l11;</name></domain>");

    // When
    ContractViolation e = violation(bomb.toString());

    // Then
    assertThat(e).hasMessage("$: holds a document type, which is not taken");
  }

  @Test
  void refusesTwentyMegabytesUnread() {
    // When
    ContractViolation e =
        catchThrowableOfType(ContractViolation.class, () -> reader.read(new byte[20 << 20]));

    // Then
    assertThat(e).hasMessage("$: has 20971520 bytes, at most 1048576 are taken");
  }

  @Test
  void refusesDeepNesting() {
    // When
    ContractViolation e = violation("<domain>" + "<a>".repeat(100_000));

    // Then
    assertThat(e).hasMessage("$: is nested deeper than 64 elements");
  }

  @Test
  void refusesTooManyElements() {
    // When
    ContractViolation e = violation("<domain>" + "<a/>".repeat(60_000) + "</domain>");

    // Then
    assertThat(e).hasMessage("$: has more than 50000 elements");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    // Given
    byte[] xml = "<domain><name>caf\u00e9</name></domain>".getBytes(StandardCharsets.ISO_8859_1);

    // When
    ContractViolation e = catchThrowableOfType(ContractViolation.class, () -> reader.read(xml));

    // Then
    assertThat(e).hasMessage("$: is no valid UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<?xml version='1.0' encoding='ISO-8859-1'?><domain/>",
        "<?xml version='1.0' encoding='UTF-16'?><domain/>"
      })
  void refusesOtherEncodings(String xml) {
    // When
    ContractViolation e = violation(xml);

    // Then
    assertThat(e).hasMessage("$: declares an encoding other than UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "no XML", "<domain>", "<domain><name>a</name>", "<domain"})
  void refusesWhatIsNoDocument(String xml) {
    // When
    ContractViolation e = violation(xml);

    // Then
    assertThat(e.problem()).isIn("is no well-formed XML", "ends too early");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<network/>", "<domain xmlns='urn:x'/>", "<x:domain xmlns:x='urn:x'/>"})
  void refusesOtherDocuments(String xml) {
    // When
    ContractViolation e = violation(xml);

    // Then
    assertThat(e).hasMessage("$: is no libvirt domain");
  }

  @Test
  void refusesWhatStandsBehindTheDomain() {
    // When
    ContractViolation e = violation("<domain>" + IDENTITY + "</domain><domain/>");

    // Then
    assertThat(e).hasMessage("$: is no well-formed XML");
  }

  private DefinedVm read(String children) {
    return reader.read(("<domain>" + children + "</domain>").getBytes(StandardCharsets.UTF_8));
  }

  private ContractViolation violation(String xml) {
    return catchThrowableOfType(
        ContractViolation.class, () -> reader.read(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static String vm(String claims) {
    return "<t:vm xmlns:t='" + DomainXml.NAMESPACE + "'>" + claims + "</t:vm>";
  }

  static byte[] resource(String name) {
    try (InputStream in = DomainXmlTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
