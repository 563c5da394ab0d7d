package dev.tagout.hypervisor.libvirt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What comes to a {@link Session}, in the order in which it has to be told. */
sealed interface Occurrence {
  /**
   * libvirt told of a domain.
   *
   * @param at when it did
   */
  record Heard(String uuid, String instance, DomainChange change, Instant at)
      implements Occurrence {}

  /**
   * What was found when a domain was looked at, because something was heard of it.
   *
   * @param after number of the last thing heard of the domain before it was looked at
   * @param domain empty when it is not there
   * @param at before it was looked at
   */
  record Found(String uuid, long after, Optional<Domain> domain, Instant at)
      implements Occurrence {}

  /**
   * Who was there and who ran when that was asked again.
   *
   * @param asked the time that the listing bears
   * @param domains without definitions; empty when it cannot be said of all at this moment
   */
  record Listed(Instant asked, Optional<List<Domain>> domains) implements Occurrence {}

  /** Nothing but a reason to wake up: the connection is gone. */
  record Ended() implements Occurrence {}
}
