package dev.tagout.cli.report;

import dev.tagout.cli.report.Block.Term;
import java.util.List;

/** What each figure counts. The same is said in {@code docs/operations/report.md}. */
final class MethodChapter {
  private MethodChapter() {}

  static void add(List<Block> to) {
    to.add(new Block.Chapter("method", "Method and definitions"));
    to.add(
        new Block.Text(
            "All figures are counted from one consistent state of the database. All times are UTC. Lists"
                + " have at most 50 items and say how many were left out; sums always count all."));
    to.add(
        new Block.Terms(
            List.of(
                new Term(
                    "Tier",
                    "that of the VM when the decision was made; for waivers and posture, as it is now."),
                new Term(
                    "Start",
                    "a decision before a VM starts, resumes, is restored or migrates in. Who asks again is"
                        + " counted again. Admitted does not mean that the VM then ran."),
                new Term(
                    "Admitted, refused because",
                    "each start is counted once, by the first that is true: break-glass, ticket, only"
                        + " observed, fail mode, waiver, policy."),
                new Term(
                    "Refusal of a rule",
                    "a refused start in which the rule has a violation that denies and that no waiver"
                        + " covers."),
                new Term(
                    "Time to cure",
                    "from the first refusal of a VM by a rule in the period to its first later decision or"
                        + " verdict that has an answer, is for some host, and has no violation of that rule,"
                        + " waived or not. A waiver does not cure; another host may. A case that began before"
                        + " the period is counted from its first refusal within, so it took longer than this"
                        + " says."),
                new Term(
                    "Not cured",
                    "a case without such a decision before the period ended. Its age is counted until then,"
                        + " also when the VM is gone."),
                new Term(
                    "Mean, median",
                    "of cured cases only. Of an even number the median is the mean of the two in the middle."),
                new Term(
                    "Waiver in force",
                    "approved, begun, not revoked and not over when the period ended. A waiver is listed when"
                        + " a VM of the tier is within its scope. Starts are those in the period of which it"
                        + " covered a violation."),
                new Term(
                    "Bypass",
                    "a run of a VM that no decision admitted, when the last verdict on that run before the"
                        + " period ended still says so; also one that was found before the period and was not"
                        + " over when it began. Exposure ends with the verdict that does not see the run any more,"
                        + " which is a little later than its end. Fit is by the worst answer of policy while the"
                        + " VM ran so; unknown when there was none. Asked before: the last decision on the same"
                        + " VM and host within a day before the start."),
                new Term(
                    "Evaluated",
                    "recorded decisions with an answer, under a revision that has the rule and in which it is"
                        + " neither off nor asleep for the tier of the VM. A verdict on a VM that is placed"
                        + " nowhere counts only for rules that need nothing but facts about the VM. Where a fact"
                        + " that the rule needs was missing, only when it said so, or found something. A decision"
                        + " by ticket repeats the verdict that the ticket was made from. Not judged: there was"
                        + " no such decision. State is as it is when the report is made; of all tiers it is"
                        + " active when the rule judges in some."),
                new Term(
                    "No fact",
                    "decisions in which the rule would have judged, but a fact that it needs was missing from"
                        + " what the decision was made from, and it found nothing. Some rules leave it to another"
                        + " rule to say so. They are not among the evaluated, so they are not met. A fact"
                        + " that is there and too old counts as there."),
                new Term(
                    "Not met, unknown, waived",
                    "not met: at least one violation of the rule, whatever its action. Unknown: it could not"
                        + " be judged for want of a fact, and nothing else. Waived: a waiver covers all of its"
                        + " violations; such decisions are counted under not met or unknown, too."),
                new Term(
                    "Host posture",
                    "not compliant: a verdict on a VM that is there has a violation about the host, waived or"
                        + " not. Unknown: a fact is missing, no VM there is judged, or the host is not"
                        + " connected. Compliant: none of these. Violations of action dryrun do not count."),
                new Term(
                    "Not in this report",
                    "what was done to VMs (\"tagout run list\"), facts that were never told, and whether rules"
                        + " ask for the right things."))));
  }
}
