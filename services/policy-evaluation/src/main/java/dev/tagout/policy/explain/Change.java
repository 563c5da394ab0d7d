package dev.tagout.policy.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.policy.evaluation.ReviewState;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that could come about, as what would then be known.
 *
 * @param phrase what follows "after": a noun and what belongs to it
 * @param ofVm whether it goes with the VM to whatever host; else it is about this host
 * @param edit of a copy of the state
 */
record Change(String phrase, boolean ofVm, Consumer<ObjectNode> edit) {

  /** What would be known after all of these. */
  static ReviewState applied(List<Change> changes, ReviewState state) {
    ObjectNode json = state.json().deepCopy();
    changes.forEach(change -> change.edit().accept(json));
    return new ReviewState(json);
  }

  /** All of them in one phrase. */
  static String phrase(List<Change> changes) {
    List<String> phrases = changes.stream().map(Change::phrase).toList();
    int last = phrases.size() - 1;
    return last < 1
        ? String.join("", phrases)
        : String.join(", ", phrases.subList(0, last)) + " and " + phrases.get(last);
  }
}
