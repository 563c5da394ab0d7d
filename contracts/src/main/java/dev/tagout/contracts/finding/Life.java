package dev.tagout.contracts.finding;

import dev.tagout.contracts.json.Require;
import java.time.Instant;

/**
 * Where in its life a finding is when an event tells of it.
 *
 * @param uid of the finding, the same from its opening to its end
 * @param matter what one life of a matter has in common with the next: the VM, and what is amiss
 * @param sequence of the event in this life, from 1
 * @param since when the matter was first seen in this life
 * @param changes how many changes this event stands for: 1, or more when the matter came and went
 *     so often that not each was told
 * @param changingSince when the first of them came about
 */
public record Life(
    String uid,
    String matter,
    int sequence,
    Stage stage,
    Instant since,
    int changes,
    Instant changingSince) {
  private static final int NEW = 1;
  private static final int IN_PROGRESS = 2;
  private static final int RESOLVED = 4;

  public Life {
    Require.present(uid, "uid");
    Require.present(matter, "matter");
    Require.present(stage, "stage");
    Require.present(since, "since");
    Require.present(changingSince, "changingSince");
  }

  /** What an event of a finding says of it, as OCSF's finding classes number it. */
  public enum Stage {
    OPENED(1, "Create"),
    CHANGED(2, "Update"),
    RESOLVED(3, "Close"),

    /** Over without having been cured: the VM is gone, or is on another host. */
    ENDED(3, "Close");

    private final int activityId;
    private final String activity;

    Stage(int activityId, String activity) {
      this.activityId = activityId;
      this.activity = activity;
    }
  }

  boolean isOver() {
    return stage == Stage.RESOLVED || stage == Stage.ENDED;
  }

  /** Of the event, the same in each delivery. */
  public String eventId() {
    return uid + "/" + sequence;
  }

  /** Writes what findings of each class say of their lives. */
  void write(OcsfEvent ocsf, Instant now) {
    ocsf.activity(stage.activityId, stage.activity);
    switch (stage) {
      case OPENED -> ocsf.status(NEW, "New");
      case CHANGED -> ocsf.status(IN_PROGRESS, "In Progress");
      case RESOLVED, ENDED -> ocsf.status(RESOLVED, "Resolved");
    }
    ocsf.at(now);
    ocsf.sequence(sequence);
    if (changes > 1) {
      ocsf.json()
          .put("count", changes)
          .put("start_time", changingSince.toEpochMilli())
          .put("end_time", now.toEpochMilli());
    }
    var info = ocsf.json().withObject("/finding_info");
    info.put("uid", uid).put("uid_alt", SafeText.of(matter, SafeText.SENTENCE));
    info.put("created_time", since.toEpochMilli());
    info.put("first_seen_time", since.toEpochMilli());
    info.put("modified_time", now.toEpochMilli());
    info.put("last_seen_time", now.toEpochMilli());
  }
}
