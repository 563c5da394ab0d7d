package dev.tagout.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.ContractViolation;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TagoutEventTest {
  private static final URI SOURCE = URI.create("/scanner");
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final EventData SCAN = new PatchScanned(List.of(), null);

  @ParameterizedTest
  @EnumSource
  void everyTypeIsFoundByItsNameWhichSaysWhatItIsAbout(EventType type) {
    // When
    EventType found = EventType.ofWireName(type.wireName()).orElseThrow();

    // Then
    assertThat(found).isEqualTo(type);
    assertThat(type.wireName())
        .startsWith(type.subjectKind() == SubjectKind.VM ? "dev.tagout.vm." : "dev.tagout.host.")
        .endsWith(".v1");
    assertThat(type.dataType().isRecord()).isTrue();
  }

  @Test
  void everyKindOfDataIsCarriedByAType() {
    // Given
    Set<Class<?>> kinds =
        Stream.of(EventData.Lifecycle.class, EventData.Observation.class)
            .flatMap(c -> Arrays.stream(c.getPermittedSubclasses()))
            .collect(Collectors.toSet());

    // When
    Set<Class<?>> carried =
        Arrays.stream(EventType.values()).map(EventType::dataType).collect(Collectors.toSet());

    // Then
    assertThat(carried).isEqualTo(kinds);
  }

  @Test
  void knowsNoTypeByAnotherName() {
    // When
    var found = EventType.ofWireName("dev.tagout.vm.defined.v2");

    // Then
    assertThat(found).isEmpty();
    assertThat(EventType.ofWireName(null)).isEmpty();
  }

  @Test
  void refusesDataOfAnotherType() {
    // When
    ContractViolation violation =
        refusal(() -> event("1", EventType.VM_REMOVED, "libvirt:a", SCAN));

    // Then
    assertThat(violation.field()).isEqualTo("data");
  }

  @Test
  void refusesASubjectThatIsNoId() {
    // When
    ContractViolation violation =
        refusal(() -> event("1", EventType.VM_PATCH_SCANNED, "web-01", SCAN));

    // Then
    assertThat(violation.field()).isEqualTo("subject");
  }

  @Test
  void refusesABlankOrOverlongId() {
    // When
    ContractViolation blank =
        refusal(() -> event(" ", EventType.VM_PATCH_SCANNED, "libvirt:a", SCAN));
    ContractViolation overlong =
        refusal(() -> event("x".repeat(201), EventType.VM_PATCH_SCANNED, "libvirt:a", SCAN));

    // Then
    assertThat(blank.field()).isEqualTo("id");
    assertThat(overlong.field()).isEqualTo("id");
  }

  @Test
  void saysWhomItIsAboutAndNothingElse() {
    // Given
    TagoutEvent ofVm =
        TagoutEvent.ofVm(EventType.VM_PATCH_SCANNED, new VmId("libvirt:a"), AT, SOURCE, SCAN);
    TagoutEvent ofHost =
        TagoutEvent.ofHost(EventType.HOST_PATCH_SCANNED, new HostId("libvirt:h"), AT, SOURCE, SCAN);

    // When
    VmId vm = ofVm.vm();
    HostId host = ofHost.host();

    // Then
    assertThat(vm).isEqualTo(new VmId("libvirt:a"));
    assertThat(host).isEqualTo(new HostId("libvirt:h"));
    assertThatThrownBy(ofVm::host).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ofHost::vm).isInstanceOf(IllegalStateException.class);
  }

  private static TagoutEvent event(String id, EventType type, String subject, EventData data) {
    return new TagoutEvent(id, SOURCE, type, subject, AT, data);
  }

  private static ContractViolation refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ContractViolation.class, call);
  }
}
