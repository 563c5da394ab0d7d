package dev.tagout.policy.ticket;

/** What a ticket lets a start hook do. */
enum Answer {
  /** The VM starts. */
  ADMIT,
  /** It does not, and the ticket says why. */
  REFUSE,
  /** The gate has to be asked: when it cannot be, the fail mode of the VM's tier decides. */
  ASK
}
