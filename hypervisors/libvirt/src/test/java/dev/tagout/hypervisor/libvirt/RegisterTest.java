package dev.tagout.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.hypervisor.libvirt.Register.Judged;
import dev.tagout.hypervisor.libvirt.Register.Power;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisterTest {
  private static final Power RUN_5 = new Power("5");
  private static final Power RUN_6 = new Power("6");

  private final Register register = new Register();

  @BeforeEach
  void tell() {
    register.tell("on", RUN_5);
    register.tell("off", Power.OFF);
    register.asked();
  }

  @Test
  void showsWhatWasTold() {
    // When
    Judged judged = register.judge(Map.of("on", RUN_5, "off", Power.OFF));

    // Then
    assertThat(judged.sure()).isTrue();
    assertThat(judged.missed()).isEmpty();
    assertThat(judged.shown()).isEqualTo(Map.of("on", RUN_5, "off", Power.OFF));
  }

  /** What is told after it was asked is newer than the listing, however late that arrives. */
  @Test
  void showsWhatHadBeenToldOfThoseOfWhichSomethingWasToldSince() {
    // Given
    register.tell("off", RUN_6);
    register.tell("on", Power.OFF);
    register.tell("new", new Power("7"));
    register.tellThere("new");

    // When
    Judged before = register.judge(Map.of("on", RUN_5, "off", Power.OFF));
    Judged after = register.judge(Map.of("on", Power.OFF, "off", RUN_6, "new", new Power("7")));

    // Then
    assertThat(before).isEqualTo(after);
    assertThat(after.sure()).isTrue();
    assertThat(after.shown()).isEqualTo(Map.of("on", RUN_5, "off", Power.OFF));
  }

  @Test
  void showsWhatIsNewOnceItIsAskedAgain() {
    // Given
    register.tell("off", RUN_6);
    register.tellGone("on");

    // When
    register.asked();
    Judged judged = register.judge(Map.of("off", RUN_6));

    // Then
    assertThat(judged.shown()).isEqualTo(Map.of("off", RUN_6));
  }

  /** The event of it may be on its way: told after the listing it would make two runs of one. */
  @Test
  void isNotSureOfWhatNoEventHasTold() {
    // When
    Judged first = register.judge(Map.of("on", RUN_6, "off", Power.OFF));
    register.tell("on", Power.OFF);
    register.tell("on", RUN_6);
    register.asked();
    Judged second = register.judge(Map.of("on", RUN_6, "off", Power.OFF));

    // Then
    assertThat(first.sure()).isFalse();
    assertThat(second.sure()).isTrue();
    assertThat(second.missed()).isEmpty();
  }

  @Test
  void believesWhatItFindsTwice() {
    // When
    Judged first = register.judge(Map.of("on", RUN_6));
    register.asked();
    Judged second = register.judge(Map.of("on", RUN_6));
    register.asked();
    Judged third = register.judge(Map.of("on", RUN_6));

    // Then
    assertThat(first.sure()).isFalse();
    assertThat(second.sure()).isTrue();
    assertThat(second.missed()).containsExactlyInAnyOrder("on", "off");
    assertThat(second.shown()).isEqualTo(Map.of("on", RUN_6));
    assertThat(third.missed()).isEmpty();
  }
}
