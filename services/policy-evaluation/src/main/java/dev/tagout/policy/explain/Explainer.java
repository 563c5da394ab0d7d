package dev.tagout.policy.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.decision.Decision;
import dev.tagout.contracts.decision.HostRef;
import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.decision.Outcome;
import dev.tagout.contracts.decision.Violation;
import dev.tagout.contracts.event.EventType;
import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.contracts.json.Json;
import dev.tagout.platform.problem.ProblemException;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import dev.tagout.policy.decision.DecisionMaker;
import dev.tagout.policy.decision.LiveReviews;
import dev.tagout.policy.decision.LiveReviews.Question;
import dev.tagout.policy.evaluation.ReviewState;
import dev.tagout.policy.explain.Explained.After;
import dev.tagout.policy.inventory.FactGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks what would be answered now, on other hosts and after some changes. */
@ApplicationScoped
class Explainer {
  /** So many evaluations one explanation takes at most. */
  private static final int MAX_EVALUATIONS = 200;

  private static final int MAX_OTHER_HOSTS = 100;

  /** Of the hosts on which it would be admitted, so many are named. */
  private static final int HOSTS_NAMED = 10;

  /** So many other hosts are named on which it would be admitted after a change. */
  private static final int AFTER_ON_OTHERS = 3;

  private static final Comparator<Violation> WORST_FIRST =
      Comparator.comparing(Violation::severity).thenComparing(Violation::rule);

  private final Database database;
  private final LiveReviews reviews;
  private final PolicyConfig config;

  Explainer(Database database, LiveReviews reviews, PolicyConfig config) {
    this.database = database;
    this.reviews = reviews;
    this.config = config;
  }

  /**
   * @param host where it would start; null: where it is, as in its standing verdict
   * @throws ProblemException 404 when nobody has seen the VM
   */
  Explained explain(VmId vm, HostId host) {
    Question question =
        host == null ? reviews.standing(vm) : reviews.gate(vm, host, Operation.START);
    if (!question.isVmKnown()) {
      throw ProblemException.notFound("VM", vm);
    }
    return new Run(question).explained();
  }

  /** One explanation, with what it may still spend. */
  private final class Run {
    private final Question question;
    private final DecisionMaker.Made made;
    private final Decision decision;
    private final List<After> after = new ArrayList<>();
    private final List<Explained.Host> admittedOn = new ArrayList<>();
    private int evaluations = 1;
    private boolean exhaustive = true;

    Run(Question question) {
      this.question = question;
      this.made = reviews.answer(question);
      this.decision = made.decision();
    }

    Explained explained() {
      List<Change> changes = Changes.against(decision, question.state(), question.review().at());
      if (!isAdmitted(decision)) {
        here(changes);
      } else if (decision.host() != null) {
        admittedOn.add(host(decision.host(), made.input()));
      }
      elsewhere(changes.stream().filter(Change::ofVm).toList());
      JsonNode vm = made.input().path("vm");
      String owner = vm.path("owner").asText(null);
      List<Violation> denials = decision.denials().sorted(WORST_FIRST).toList();
      return new Explained(
          decision,
          facts(),
          Optional.ofNullable(vm.path("contact").asText(owner)).orElse(config.contact()),
          owner,
          denials.stream().map(Violation::fix).filter(fix -> fix != null).distinct().toList(),
          after,
          admittedOn,
          denials.stream().map(Violation::rule).distinct().toList(),
          exhaustive);
    }

    /** Each change that helps alone; and where none suffices alone, as few as do together. */
    private void here(List<Change> changes) {
      List<Change> helpful = new ArrayList<>();
      boolean suffices = false;
      for (Change change : changes) {
        Optional<Decision> then = answer(question, List.of(change));
        if (then.isPresent() && helps(then.get())) {
          helpful.add(change);
          suffices |= isAdmitted(then.get());
          after.add(after(List.of(change), then.get()));
        }
      }
      if (suffices) {
        // What does not suffice is not worth doing.
        after.removeIf(one -> one.then().equals("denied"));
      } else if (helpful.size() > 1) {
        List<Change> least = least(question, helpful);
        answer(question, least).ifPresent(then -> after.add(after(least, then)));
      }
    }

    /** A smaller set of changes that still suffices; all of them where they do not. */
    private List<Change> least(Question asked, List<Change> changes) {
      List<Change> least = new ArrayList<>(changes);
      if (answer(asked, least).filter(Explainer::isAdmitted).isPresent()) {
        for (Change change : changes) {
          List<Change> fewer = new ArrayList<>(least);
          fewer.remove(change);
          if (!fewer.isEmpty() && answer(asked, fewer).filter(Explainer::isAdmitted).isPresent()) {
            least = fewer;
          }
        }
      }
      return least;
    }

    private void elsewhere(List<Change> ofVm) {
      int named = 0;
      for (Question there : otherHosts()) {
        if (admittedOn.size() >= HOSTS_NAMED || evaluations >= MAX_EVALUATIONS) {
          exhaustive = false;
          return;
        }
        evaluations++;
        DecisionMaker.Made now = reviews.answer(there);
        if (isAdmitted(now.decision())) {
          admittedOn.add(host(now.decision().host(), now.input()));
        } else if (!ofVm.isEmpty() && named < AFTER_ON_OTHERS && admittedAfter(there, ofVm)) {
          named++;
        }
      }
    }

    private boolean admittedAfter(Question there, List<Change> changes) {
      if (answer(there, changes).filter(Explainer::isAdmitted).isEmpty()) {
        return false;
      }
      List<Change> least = least(there, changes);
      Optional<Decision> then = answer(there, least).filter(Explainer::isAdmitted);
      then.ifPresent(decided -> after.add(after(least, decided)));
      return then.isPresent();
    }

    /** Nothing, when too much was asked already. */
    private Optional<Decision> answer(Question asked, List<Change> changes) {
      if (evaluations >= MAX_EVALUATIONS) {
        exhaustive = false;
        return Optional.empty();
      }
      evaluations++;
      ReviewState changed = Change.applied(changes, asked.state());
      return Optional.of(reviews.answer(asked.given(changed)).decision());
    }

    private boolean helps(Decision then) {
      return isAdmitted(then)
          || then.outcome() == Outcome.DENIED && !rules(then).containsAll(rules(decision));
    }

    private After after(List<Change> changes, Decision then) {
      boolean admitted = isAdmitted(then);
      String where = then.host() == null ? null : then.host().label();
      String change = Change.phrase(changes);
      return new After(
          change,
          admitted ? "admitted" : "denied",
          then.host() == null ? null : then.host().id().value(),
          List.copyOf(rules(then)),
          "after "
              + change
              + ", this VM "
              + (admitted ? "starts" : "still does not start")
              + (where == null ? "" : " on " + where));
    }

    /** Listed hosts of the VM's platform that have a tier, the nearest first. */
    private List<Question> otherHosts() {
      VmId vm = question.review().vm();
      String here = question.host() == null ? "" : question.host().value();
      JsonNode input = made.input();
      Instant now = reviews.now();
      List<Question> hosts =
          database.call(
              on ->
                  on.rows(
                      "SELECT h.id, review_state(?, h.id, ?)::text FROM host h"
                          + " WHERE h.listed_at IS NOT NULL AND h.connected IS NOT FALSE"
                          + " AND h.id <> ? AND starts_with(h.id, ?)"
                          + " AND h.assignment ->> 'tier' IS NOT NULL"
                          + " ORDER BY coalesce((h.assignment ->> 'maintenance')::boolean, false),"
                          + " (h.assignment ->> 'group') IS NOT DISTINCT FROM ? DESC,"
                          + " (h.assignment ->> 'tier') IS NOT DISTINCT FROM ? DESC, h.id LIMIT "
                          + (MAX_OTHER_HOSTS + 1),
                      row ->
                          reviews.gate(
                              vm,
                              new HostId(row.getString(1)),
                              Operation.START,
                              new ReviewState(
                                  Json.tree(row.getString(2).getBytes(StandardCharsets.UTF_8))),
                              now),
                      vm,
                      now,
                      here,
                      vm.platform() + ":",
                      input.path("host").path("group").asText(null),
                      input.path("vm").path("tier").asText(null)));
      if (hosts.size() > MAX_OTHER_HOSTS) {
        exhaustive = false;
        return hosts.subList(0, MAX_OTHER_HOSTS);
      }
      return hosts;
    }

    private List<Explained.Fact> facts() {
      Set<String> groups = new TreeSet<>();
      for (EventType type : EventType.values()) {
        String kind = type.subjectKind().name().toLowerCase(Locale.ROOT);
        FactGroup.of(type).ifPresent(group -> groups.add(kind + "." + group.key()));
      }
      groups.add("vm." + FactGroup.CONFIGURATION.key());
      return groups.stream()
          .filter(group -> decision.host() != null || !group.startsWith("host."))
          .map(this::fact)
          .toList();
    }

    private Explained.Fact fact(String group) {
      JsonNode fact = made.input().at("/" + group.replace('.', '/'));
      if (!fact.isObject()) {
        return new Explained.Fact(group, false, null, null, null);
      }
      Instant observedAt = Instant.parse(fact.path("observedAt").asText());
      return new Explained.Fact(
          group,
          true,
          observedAt,
          Duration.between(observedAt, question.review().at()).toSeconds(),
          fact.path("source").asText(null));
    }
  }

  private static Set<String> rules(Decision decision) {
    return new TreeSet<>(decision.denials().map(Violation::rule).toList());
  }

  private static Explained.Host host(HostRef host, JsonNode input) {
    return new Explained.Host(
        host.id(),
        host.name(),
        host.tier(),
        input.path("host").path("maintenance").asBoolean(false));
  }

  /** By what policy says, also where it is only observed. No answer is no admission. */
  private static boolean isAdmitted(Decision decision) {
    return switch (decision.outcome()) {
      case ALLOWED, WAIVED -> true;
      case DENIED, INDETERMINATE, UNRECOGNIZED -> false;
    };
  }
}
