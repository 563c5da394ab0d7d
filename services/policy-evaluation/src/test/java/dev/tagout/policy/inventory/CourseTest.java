package dev.tagout.policy.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.id.DecisionId;
import dev.tagout.contracts.json.Json;
import dev.tagout.policy.inventory.Course.Admission;
import dev.tagout.policy.inventory.Course.Circumstances;
import dev.tagout.policy.inventory.Course.Power;
import dev.tagout.policy.inventory.Course.Told;
import dev.tagout.policy.inventory.Sighting.Kind;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class CourseTest {
  private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");

  /** Everything that may be known of a VM on a host. */
  record History(List<Sighting> sightings, List<HostReport> reports, List<Admitted> admitted) {
    Told told() {
      return Course.UNSEEN.after(new TreeSet<>(sightings), circumstances(new TreeSet<>(reports)));
    }

    Circumstances circumstances(SortedSet<HostReport> some) {
      return new Circumstances(some, admitted);
    }
  }

  @Example
  void aStartThatWasSeenTwiceIsOneRun() {
    // When
    Course course =
        told(List.of(started(1, "run-1"), started(2, "run-1")), List.of(admitted(1, 0, 120, null)));

    // Then
    assertThat(course.run().since()).isEqualTo(at(1));
    assertThat(course.run().admission()).isEqualTo(Admission.ADMITTED);
  }

  @Example
  void anotherInstanceIsAnotherRunAndNeedsAnAdmissionOfItsOwn() {
    // When
    Course course =
        told(
            List.of(started(1, "run-1"), started(20, "run-2")), List.of(admitted(1, 0, 120, null)));

    // Then
    assertThat(course.run().since()).isEqualTo(at(20));
    assertThat(course.run().admission()).isEqualTo(Admission.BYPASS);
  }

  /** The first start is reported after the second one: each finds its own admission. */
  @Example
  void twoAdmittedStartsInARowAreBothAdmitted() {
    // Given
    List<Admitted> admitted = List.of(admitted(1, 0, 120, 30), admitted(2, 30, 150, null));

    // When
    Course first = told(List.of(started(1, "run-1")), admitted);
    Course second = told(List.of(started(31, "run-2"), stopped(20), started(1, "run-1")), admitted);

    // Then
    assertThat(first.run().decision()).isEqualTo(decision(1));
    assertThat(second.run().decision()).isEqualTo(decision(2));
  }

  /** The start that came of it is reported late, and takes the admission away from the other. */
  @Example
  void aLateReportOfTheAdmittedStartShowsThatTheOtherWasABypass() {
    // Given
    List<Admitted> admitted = List.of(admitted(1, 0, 120, null));

    // When
    Course before = told(List.of(started(60, "run-2")), admitted);
    Course after = told(List.of(started(60, "run-2"), started(1, "run-1"), stopped(30)), admitted);

    // Then
    assertThat(before.run().admission()).isEqualTo(Admission.ADMITTED);
    assertThat(after.run().admission()).isEqualTo(Admission.BYPASS);
  }

  /** An earlier bypass that is reported late does not use up what admits a later start. */
  @Example
  void aLateReportOfAnEarlierBypassTakesNothingAway() {
    // Given
    List<Admitted> admitted = List.of(admitted(1, 600, 720, null));

    // When
    Course course =
        told(List.of(started(605, "run-2"), stopped(400), started(1, "run-1")), admitted);

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.ADMITTED);
  }

  /** A decision that was made after a run had been seen did not admit it, whatever a clock says. */
  @Example
  void whatWasAdmittedLaterExplainsNothingThatWasSeenBefore() {
    // Given
    Admitted later = new Admitted(decision(1), at(30), at(150), null, 2000);

    // When
    Course course = told(List.of(started(1, "run-1")), List.of(later));

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.BYPASS);
  }

  /** The hypervisor's clock is a minute behind ours. */
  @Example
  void aClockThatIsBehindMakesNoBypass() {
    // When
    Course course = told(List.of(started(1, "run-1")), List.of(admitted(1, 61, 181, null)));

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.ADMITTED);
  }

  /** Reported late, it is as early as a clock that is behind would make the other look. */
  @Example
  void aBypassJustBeforeAnAdmittedStartTakesNothingAway() {
    // When
    Course course =
        told(
            List.of(started(61, "run-2"), stopped(40), started(1, "run-1")),
            List.of(admitted(1, 60, 180, null)));

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.ADMITTED);
  }

  @Example
  void whatWasGivenBackAdmitsNoLaterStart() {
    // When
    Course course = told(List.of(started(60, "run-1")), List.of(admitted(1, 0, 120, 10)));

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.BYPASS);
  }

  @Example
  void whatTheFirstListingFindsRunningIsAdopted() {
    // When
    Told told =
        history(List.of(found(10, "run-1")), List.of(listed(10), listed(20)), List.of()).told();

    // Then
    assertThat(told.course().power()).isEqualTo(Power.GONE);
    assertThat(
            history(List.of(found(10, "run-1")), List.of(listed(10)), List.of())
                .told()
                .course()
                .run()
                .admission())
        .isEqualTo(Admission.ADOPTED);
  }

  @Example
  void whatIsFoundAfterAGapIsABypass() {
    // When
    Course course =
        history(List.of(found(20, "run-1")), List.of(listed(10), listed(20)), List.of())
            .told()
            .course();

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.BYPASS);
  }

  @Example
  void afterTheHostWasRemovedItsNextListingIsAFirstOne() {
    // When
    Course course =
        history(
                List.of(found(30, "run-1")),
                List.of(
                    listed(10),
                    new HostReport(stamp(20, "r20"), HostReport.Kind.REMOVED),
                    listed(30)),
                List.of())
            .told()
            .course();

    // Then
    assertThat(course.run().admission()).isEqualTo(Admission.ADOPTED);
  }

  /**
   * Once nothing is left that may be explained either way, what is told before may be forgotten.
   */
  @Property(tries = 3000)
  void forgettingChangesNothing(
      @ForAll("histories") History history, @ForAll @IntRange(min = 0, max = 200) int minute) {
    // Given
    Instant until = at(60 * minute);
    Assume.that(
        history.admitted().stream()
            .noneMatch(
                a ->
                    a.admittedAt().minusSeconds(300).isBefore(until)
                        && a.expiresAt().plusSeconds(300).isAfter(until)));
    Assume.that(
        history.sightings().stream()
            .noneMatch(s -> s.kind() == Kind.FOUND_RUNNING && s.stamp().at().isAfter(until)));
    SortedSet<Sighting> old = new TreeSet<>(history.sightings());
    old.removeIf(s -> s.stamp().at().isAfter(until));
    SortedSet<HostReport> oldReports = new TreeSet<>(history.reports());
    oldReports.removeIf(r -> r.stamp().at().isAfter(until));
    Told base = Course.UNSEEN.after(old, history.circumstances(oldReports));
    List<Admitted> unspent =
        history.admitted().stream().filter(a -> !base.used().contains(a.decision())).toList();

    // When
    Course stored = Json.read(Json.bytes(base.course()), Course.class);
    Told rest =
        stored.after(
            new TreeSet<>(history.sightings()),
            new Circumstances(new TreeSet<>(history.reports()), unspent));

    // Then
    assertThat(rest.course()).isEqualTo(history.told().course());
  }

  /** However clocks differ: of one decision comes one run. */
  @Property(tries = 3000)
  void noAdmissionIsUsedTwice(@ForAll("histories") History history) {
    // When
    TreeSet<Sighting> sightings = new TreeSet<>(history.sightings());
    Told told = history.told();

    // Then
    long runs =
        sightings.stream().filter(Sighting::isRunning).map(Sighting::stamp).distinct().count();
    assertThat(told.used()).hasSizeLessThanOrEqualTo((int) runs);
    if (told.course().run() != null && told.course().run().decision() != null) {
      assertThat(told.used()).contains(told.course().run().decision());
    }
  }

  @Provide
  Arbitrary<History> histories() {
    Arbitrary<Integer> minutes = Arbitraries.integers().between(0, 200);
    Arbitrary<String> instances = Arbitraries.of("run-1", "run-2", "run-3").injectNull(0.2);
    Arbitrary<Sighting> sightings =
        Combinators.combine(minutes, Arbitraries.of(Kind.class), instances)
            .as(
                (minute, kind, instance) ->
                    new Sighting(stamp(60 * minute, "e" + minute), kind, instance, 1000 + minute));
    Arbitrary<HostReport> reports =
        Combinators.combine(
                minutes,
                Arbitraries.frequency(
                    Tuple.of(5, HostReport.Kind.LISTED), Tuple.of(1, HostReport.Kind.REMOVED)))
            .as((minute, kind) -> new HostReport(stamp(60 * minute, "e" + minute), kind));
    Arbitrary<Admitted> admitted =
        Combinators.combine(minutes, Arbitraries.integers().between(0, 60).injectNull(0.5))
            .as(
                (minute, lasts) ->
                    admitted(
                        minute,
                        60 * minute,
                        60 * minute + 120,
                        lasts == null ? null : 60 * minute + lasts));
    return Combinators.combine(
            sightings.list().ofMaxSize(8),
            reports.list().ofMaxSize(4),
            admitted.list().uniqueElements(Admitted::decision).ofMaxSize(4))
        .as(History::new);
  }

  private static Course told(List<Sighting> sightings, List<Admitted> admitted) {
    return history(sightings, List.of(), admitted).told().course();
  }

  private static History history(
      List<Sighting> sightings, List<HostReport> reports, List<Admitted> admitted) {
    return new History(sightings, reports, admitted);
  }

  private static Sighting started(int second, String instance) {
    return new Sighting(stamp(second, "e" + second), Kind.STARTED, instance, 1000 + second);
  }

  private static Sighting found(int second, String instance) {
    return new Sighting(stamp(second, "r" + second), Kind.FOUND_RUNNING, instance, 1000 + second);
  }

  private static Sighting stopped(int second) {
    return new Sighting(stamp(second, "e" + second), Kind.STOPPED, null, 1000 + second);
  }

  private static HostReport listed(int second) {
    return new HostReport(stamp(second, "r" + second), HostReport.Kind.LISTED);
  }

  private static Admitted admitted(int number, int from, int until, Integer ended) {
    return new Admitted(
        decision(number), at(from), at(until), ended == null ? null : at(ended), number);
  }

  private static DecisionId decision(int number) {
    return new DecisionId("00000000-0000-7000-8000-%012d".formatted(number));
  }

  private static Stamp stamp(int second, String event) {
    return new Stamp(at(second), event);
  }

  private static Instant at(int second) {
    return T0.plusSeconds(second);
  }
}
