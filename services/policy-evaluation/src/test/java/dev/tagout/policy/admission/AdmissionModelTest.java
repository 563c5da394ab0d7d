package dev.tagout.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.policy.admission.AdmissionModel.Attempt;
import dev.tagout.policy.admission.AdmissionModel.Flaw;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No interleaving leaves two tiers running on a host that both decisions admitted. */
class AdmissionModelTest {
  private static final int A = 0;
  private static final int B = 1;

  /** Two VMs of two tiers; one of them is started twice, on the other host too, and migrates. */
  private static final List<Attempt> ATTEMPTS =
      List.of(
          new Attempt(0, A, false),
          new Attempt(0, A, false),
          new Attempt(1, A, false),
          new Attempt(0, B, false),
          new Attempt(0, B, true));

  /** The same, small enough that reports may be away as well. */
  static List<List<Attempt>> few() {
    return List.of(
        List.of(new Attempt(0, A, false), new Attempt(1, A, false), new Attempt(0, B, false)),
        List.of(new Attempt(0, A, false), new Attempt(1, A, false), new Attempt(0, A, false)));
  }

  @Test
  void noInterleavingMixesWhatWasAdmitted() {
    // Given
    AdmissionModel model = new AdmissionModel(ATTEMPTS, false, Set.of());

    // When / Then
    assertThat(model.search()).isEmpty();
    assertThat(model.states()).isGreaterThan(1000);
  }

  @ParameterizedTest
  @MethodSource("few")
  void norDoesOneWithReportsThatAreAwayForLongerThanAPlaceIsHeld(List<Attempt> attempts) {
    // Given
    AdmissionModel model = new AdmissionModel(attempts, true, Set.of());

    // When / Then
    assertThat(model.search()).isEmpty();
    assertThat(model.states()).isGreaterThan(1000);
  }

  /** The search is of use only if it finds what is wrong. */
  @ParameterizedTest
  @EnumSource(Flaw.class)
  void findsEachFlaw(Flaw flaw) {
    // Given
    AdmissionModel model = new AdmissionModel(few().getFirst(), true, Set.of(flaw));

    // When / Then
    assertThat(model.search()).isPresent();
  }
}
