package dev.tagout.lab.chaos;

import java.time.Duration;
import java.util.List;

/** Something that somebody does. Acts of one lane are done one after the other. */
sealed interface Act {

  /** Whose acts have to keep their order: a VM's, or those of all that touch one switch. */
  String lane();

  /**
   * A scanner reports on a VM.
   *
   * @param ago how old the scan is when it is first sent
   * @param sameTimeAsLast whether it bears the time of the scan before, so that the id decides
   */
  record Scan(String vm, List<String> missing, Duration ago, boolean sameTimeAsLast)
      implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  /** A scanner reports on a host. */
  record ScanHost(String host, List<String> missing) implements Act {
    @Override
    public String lane() {
      return host;
    }
  }

  /** An officer gives a VM another tier. It is stopped before, and placed where that tier runs. */
  record Assign(String vm, String tier, String host) implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  /** Defines it on a host if it is off, and asks for its start. */
  record Start(String vm, String host) implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  record Stop(String vm) implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  /** Off and on again, as quickly as it goes. */
  record Bounce(String vm) implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  record Migrate(String vm, String to) implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  /** Starts it while there is no hook, on a host where it must not run. */
  record StartAroundTheGate(String vm, String host) implements Act {
    @Override
    public String lane() {
      return vm;
    }
  }

  /** What the simulator does to its event streams from now on. */
  record Stream(String fault) implements Act {
    @Override
    public String lane() {
      return "stream";
    }
  }
}
