package dev.tagout.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "web-01",
        ":web-01",
        "libvirt:",
        "Libvirt:a",
        "9libvirt:a",
        "lib virt:a",
        "libvirt:a b",
        "libvirt:a\n",
        "libvirt:\u00e4",
        "libvirt:a\u0000",
        " libvirt:a",
        "a23456789012345678901234567890123:a"
      })
  void refusesAnIdOfAnotherShape(String value) {
    // When
    ContractViolation ofVm = refusal(() -> new VmId(value));
    ContractViolation ofHost = refusal(() -> new HostId(value));

    // Then
    assertThat(ofVm).isNotNull();
    assertThat(ofHost).isNotNull();
  }

  @Test
  void takesAnIdUpTo233CharactersAndNoLonger() {
    // Given
    String longest = "p".repeat(32) + ":" + "x".repeat(200);

    // When
    VmId vm = new VmId(longest);

    // Then
    assertThat(vm.value()).hasSize(233);
    assertThat(refusal(() -> new VmId(longest + "x"))).isNotNull();
  }

  @Test
  void splitsAtTheFirstColon() {
    // When
    HostId host = new HostId("hyper-v:rack:7");

    // Then
    assertThat(host.platform()).isEqualTo("hyper-v");
    assertThat(host.nativeId()).isEqualTo("rack:7");
    assertThat(HostId.of("hyper-v", "rack:7")).isEqualTo(host);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "1-1-1-1-1",
        "d-1",
        "019ab0d43b1c7c579e0e6a1f3e2d4c5b",
        "019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b0",
        " 019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b",
        "{019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5}"
      })
  void refusesWhatIsNoUuid(String value) {
    // When
    ContractViolation ofDecision = refusal(() -> new DecisionId(value));
    ContractViolation ofRun = refusal(() -> new RunId(value));
    ContractViolation ofWaiver = refusal(() -> new WaiverId(value));
    ContractViolation ofBreakGlass = refusal(() -> new BreakGlassId(value));

    // Then
    assertThat(ofDecision).isNotNull();
    assertThat(ofRun).isNotNull();
    assertThat(ofWaiver).isNotNull();
    assertThat(ofBreakGlass).isNotNull();
  }

  @Test
  void knowsAnIdInCapitalsAsTheSame() {
    // When
    DecisionId id = new DecisionId("019AB0D4-3B1C-7C57-9E0E-6A1F3E2D4C5B");

    // Then
    assertThat(id).isEqualTo(new DecisionId("019ab0d4-3b1c-7c57-9e0e-6a1f3e2d4c5b"));
  }

  @Test
  void makesVersionSevenInOrderOfTime() {
    // Given
    String first = Ids.next();

    // When
    String second = Ids.next();

    // Then
    assertThat(UUID.fromString(second).version()).isEqualTo(7);
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void isBareTextInJson() {
    // Given
    VmId id = new VmId("libvirt:a");

    // When
    String json = Json.text(id);

    // Then
    assertThat(json).isEqualTo("\"libvirt:a\"");
    assertThat(Json.read(json, VmId.class)).isEqualTo(id);
  }

  private static ContractViolation refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ContractViolation.class, call);
  }
}
