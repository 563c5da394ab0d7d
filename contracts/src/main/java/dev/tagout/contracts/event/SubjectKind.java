package dev.tagout.contracts.event;

/** What an event is about. */
public enum SubjectKind {
  VM,
  HOST
}
