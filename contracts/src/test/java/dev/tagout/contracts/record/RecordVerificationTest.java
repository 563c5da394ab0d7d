package dev.tagout.contracts.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tagout.contracts.record.Fault.Kind;
import dev.tagout.contracts.signature.SigningKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check finds when somebody laid hands on the record. */
class RecordVerificationTest {
  private static final String OLD = "018d1000-0000-7000-8000-000000000001";
  private static final String OLDER = "018d1000-0000-7000-8000-000000000000";

  /** The first of February 2024. */
  private static final String BOUND = "018d61f7-1800-0000-0000-000000000000";

  private final RecordInMemory record = new RecordInMemory();
  private final SigningKey key = SigningKey.generate();

  @Test
  void provesARecordThatNobodyTouched() {
    // Given
    record.add("a").add("b").add("c").seal(Optional.of(key));
    record.add("d").seal(Optional.of(key));

    // When
    RecordReport report = check();

    // Then
    assertThat(report.faults()).isEmpty();
    assertThat(report.entries()).isEqualTo(4);
    assertThat(report.seals()).isEqualTo(2);
    assertThat(report.remarks()).isEmpty();
  }

  @Test
  void findsAChangedARemovedAndAnAddedRow() {
    // Given
    record.add("a").add("b").add("c").seal(Optional.of(key));
    record.change("a").remove("b").addPastTagout("x");

    // When
    RecordReport report = check();

    // Then
    assertThat(report.faults())
        .extracting(Fault::kind, Fault::id)
        .containsExactly(
            tuple(Kind.CHANGED, "a"), tuple(Kind.MISSING, "b"), tuple(Kind.ADDED, "x"));
    assertThat(report.isProved()).isFalse();
  }

  @Test
  void findsARowThatWasChangedTogetherWithItsLeaf() {
    // Given
    record.add("a").add("b").seal(Optional.of(key));
    record.change("a").fitLeaves();

    // When, Then
    assertThat(check().faults()).extracting(Fault::kind).containsExactly(Kind.SEAL);
  }

  @Test
  void findsASealThatWasMadeAnewOverAChangedRow() {
    // Given
    record.add("a").add("b").seal(Optional.of(key));
    record.add("c").seal(Optional.of(key));
    record.change("a").fitLeaves().sealAgain(1, Optional.of(SigningKey.generate()));

    // When
    RecordReport report = check();

    // Then
    assertThat(report.faults()).extracting(Fault::kind).containsExactly(Kind.SIGNATURE, Kind.CHAIN);
  }

  @Test
  void findsThatSigningStopped() {
    // Given
    record.add("a").seal(Optional.of(key));
    record.add("b").seal(Optional.empty());

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::seal)
        .containsExactly(tuple(Kind.SIGNATURE, 2L));
  }

  @Test
  void findsASealThatIsGoneAndOneThatWasChanged() {
    // Given
    record.add("a").seal(Optional.of(key));
    record.add("b").seal(Optional.of(key));
    record.add("c").seal(Optional.of(key));
    record.dropSeal(2);

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::seal)
        .containsExactly(tuple(Kind.CHAIN, 3L));
  }

  @Test
  void findsAnEndThatWasCutOffWhenSealsWereKept() {
    // Given
    record.add("a").seal(Optional.of(key));
    record.add("b").seal(Optional.of(key));
    List<Seal> kept = List.copyOf(record.seals);
    record.dropSeal(2).remove("b");

    // When
    RecordReport blind = check();
    RecordReport report = check(kept);

    // Then
    assertThat(blind.isProved()).isTrue();
    assertThat(report.faults())
        .extracting(Fault::kind, Fault::seal)
        .containsExactly(tuple(Kind.KEPT, 2L));
  }

  @Test
  void findsAnUnsignedRecordThatWasMadeAnewWhenSealsWereKept() {
    // Given
    record.add("a").seal(Optional.empty());
    List<Seal> kept = List.copyOf(record.seals);
    record.change("a").fitLeaves().sealAgain(1, Optional.empty());

    // When
    RecordReport blind = new RecordVerification(record, List.of(), false, List.of()).whole();
    RecordReport report = new RecordVerification(record, List.of(), false, kept).whole();

    // Then
    assertThat(blind.isProved()).isTrue();
    assertThat(blind.remarks()).singleElement().asString().startsWith("nothing is signed");
    assertThat(report.faults()).extracting(Fault::kind).containsExactly(Kind.KEPT);
  }

  @Test
  void takesNoUnsignedRecordWhenAKeyIsGiven() {
    // Given
    record.add("a").seal(Optional.empty());

    // When, Then
    assertThat(check().faults()).extracting(Fault::kind).containsExactly(Kind.SIGNATURE);
  }

  @Test
  void knowsWhatIsPastRetentionFromWhatIsGone() {
    // Given
    record.add(OLD).add(BOUND).add("z").seal(Optional.of(key));
    record.remove(OLD).remove(BOUND).retain(BOUND).seal(Optional.of(key));

    // When
    RecordReport report = check();

    // Then
    assertThat(report.pastRetention()).isEqualTo(1);
    assertThat(report.faults())
        .extracting(Fault::kind, Fault::id)
        .containsExactly(tuple(Kind.MISSING, BOUND));
  }

  @Test
  void believesNoRetentionThatLeftSomeInPlace() {
    // Given
    record.add(OLD).add(OLDER).add("z").seal(Optional.of(key));
    record.remove(OLD).retain(BOUND).seal(Optional.of(key));

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::source)
        .containsExactly(tuple(Kind.ADDED, "retention"));
  }

  @Test
  void believesNoRetentionThatIsNotSealed() {
    // Given
    record.add(OLD).seal(Optional.of(key));
    record.remove(OLD).retain(BOUND);

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::source)
        .containsExactly(tuple(Kind.ADDED, "retention"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zzzz",
        "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e",
        "ffffffff-ffff-7fff-bfff-ffffffffffff"
      })
  void believesNoRetentionOfWhatWasYoung(String below) {
    // Given
    record.add("01").seal(Optional.of(key));
    record.remove("01").retain(below).seal(Optional.of(key));

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::source)
        .containsOnly(tuple(Kind.ADDED, "retention"));
  }

  @Test
  void believesNoRetentionOfTheFuture() {
    // Given
    String below = "01a20d7a-c3c4-74b2-b1f0-4f291cb16d6e";
    record.add("01").seal(Optional.of(key));
    record.remove("01").retain(below, RecordInMemory.AT.plusSeconds(90 * 86400));
    record.seal(Optional.of(key));

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::source)
        .containsOnly(tuple(Kind.ADDED, "retention"));
  }

  @Test
  void provesOneDecision() {
    // Given
    record.add("a").add("b").add("c").seal(Optional.of(key));
    record.add("d").add("e").seal(Optional.of(key));
    record.add("f").seal(Optional.of(key));

    // When
    RecordReport report = one("e").orElseThrow();

    // Then
    assertThat(report.faults()).isEmpty();
    assertThat(report.entries()).isEqualTo(1);
    assertThat(one("unknown")).isEmpty();
  }

  @Test
  void doesNotProveADecisionThatWasChangedRemovedOrGivenANewLeaf() {
    // Given
    record.add("a").add("b").add("c").seal(Optional.of(key));
    record.add("d").seal(Optional.of(key));

    // When
    record.change("a");
    Optional<RecordReport> changed = one("a");
    record.fitLeaves();
    Optional<RecordReport> newLeaf = one("a");
    record.remove("b");
    Optional<RecordReport> removed = one("b");

    // Then
    assertThat(changed.orElseThrow().faults())
        .extracting(Fault::kind)
        .containsExactly(Kind.CHANGED);
    assertThat(newLeaf.orElseThrow().faults()).extracting(Fault::kind).containsExactly(Kind.SEAL);
    assertThat(removed.orElseThrow().faults()).extracting(Fault::kind).contains(Kind.MISSING);
  }

  @Test
  void findsARowThatWasRemovedBeforeItWasSealed() {
    // Given
    record.add("a").add("b").remove("a").seal(Optional.of(key));

    // When, Then
    assertThat(check().faults())
        .extracting(Fault::kind, Fault::message)
        .containsExactly(
            tuple(Kind.MISSING, "decision a was removed before it was sealed (seal 1)"));
  }

  @Test
  void saysThatAnEntryWasSealedLongAfterTheTimeThatItBears() {
    // Given
    record.addAt("a", RecordInMemory.AT.minusSeconds(7200)).seal(Optional.of(key));

    // When, Then
    assertThat(check().remarks())
        .singleElement()
        .asString()
        .contains("more than an hour after", "decision a");
  }

  private RecordReport check() {
    return check(List.of());
  }

  private RecordReport check(List<Seal> kept) {
    return new RecordVerification(record, List.of(key.verification()), true, kept).whole();
  }

  private Optional<RecordReport> one(String id) {
    return new RecordVerification(record, List.of(key.verification()), true, List.of()).one(id);
  }
}
