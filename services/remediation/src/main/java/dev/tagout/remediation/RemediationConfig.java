package dev.tagout.remediation;

import dev.tagout.contracts.decision.RemediationAction;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Remediation's settings. The hypervisors that it may switch VMs off on stand under {@code
 * tagout.hypervisors}.
 */
@ConfigMapping(prefix = "tagout.remediation")
public interface RemediationConfig {
  /** A VM that runs though no decision admitted it. */
  Bypass bypass();

  /** A VM that was rightly admitted, and would not be now. */
  Drift drift();

  /** How much may be switched off before a person has to look. */
  Limits limits();

  /** When a whole tier turns bad at once, nothing of it is stopped until a person looked. */
  Breaker breaker();

  /** When somebody else starts what is stopped, it is not stopped again and again. */
  Loop loop();

  /** How a VM is powered off. */
  PowerOff powerOff();

  /** Whether a verdict still stands is asked there before anything is done. */
  PolicyEvaluation policyEvaluation();

  /** How often it is tried to stop a VM. */
  Attempts attempts();

  /** How the work is shared out. */
  Work work();

  /** A VM that runs though no decision admitted it. */
  interface Bypass {
    /**
     * The strongest thing that is done to it: {@code none}, {@code notify}, {@code save} or {@code
     * power_off}. Power-off by default: nobody's rightful work is in a VM that was started around
     * the gate.
     */
    @WithDefault("power_off")
    RemediationAction strongest();
  }

  /** A VM that was rightly admitted, and would not be now. */
  interface Drift {
    /**
     * The strongest thing that is done to it, in the same words. People are told, by default: it
     * was admitted, and someone works with it.
     */
    @WithDefault("notify")
    RemediationAction strongest();
  }

  /** How much may be switched off before a person has to look. */
  interface Limits {
    /**
     * So many VMs are stopped within the window; the next run is held until a person approves it.
     * Few by default, because a wrong policy hits all at once. With 0 every run is held.
     */
    @WithDefault("5")
    int actions();

    /**
     * The same for the VMs of a tier, by its name, or {@code none} for VMs without one. None by
     * default: the site's limit holds for all.
     */
    Map<String, Integer> tiers();

    /** The same for the VMs on the hosts of a group, by its name. None by default. */
    Map<String, Integer> hostGroups();

    /** The window of these limits, which ends now. Ten minutes are enough to call someone. */
    @WithDefault("10M")
    Duration window();
  }

  /** When a whole tier turns bad at once, nothing of it is stopped until a person looked. */
  interface Breaker {
    /**
     * The breaker opens when more than this share of the running VMs of a tier became ones that are
     * to be stopped. A half by default: then it is hardly the VMs that are wrong.
     */
    @WithDefault("0.5")
    double share();

    /** And when they are at least so many, so that a tier of few VMs is not always a storm. */
    @WithDefault("5")
    int atLeast();

    /** Within this, by the time of the verdicts. As long as that of the limits by default. */
    @WithDefault("10M")
    Duration window();
  }

  /** When somebody else starts what is stopped, it is not stopped again and again. */
  interface Loop {
    /** A VM that was stopped so often is not stopped once more unless a person approves it. */
    @WithDefault("3")
    int rounds();

    /** Within this. An hour by default: a cluster manager backs off for minutes between starts. */
    @WithDefault("1H")
    Duration window();
  }

  /** How a VM is powered off. */
  interface PowerOff {
    /**
     * So long a guest may take to shut down in order before it loses power. None by default:
     * exposure counts, and a guest that slipped in is not to be asked.
     */
    @WithDefault("PT0S")
    Duration grace();

    /**
     * Whether the host also forgets to start the VM by itself. Not by default: that mark acts only
     * when the host boots, where the gate is asked, and it is the owner's.
     */
    @WithDefault("false")
    boolean disableAutostart();
  }

  /** Whether a verdict still stands is asked there before anything is done. */
  interface PolicyEvaluation {
    /** Base URL of policy-evaluation. Its own host by default. */
    @WithDefault("http://127.0.0.1:8082")
    URI url();

    /** So long an answer may take; without one nothing is done, and it is asked again later. */
    @WithDefault("2S")
    Duration timeout();

    /** The pause before it is asked again, doubled each time. Short: a VM runs meanwhile. */
    @WithDefault("200MS")
    Duration firstPause();

    /** The longest such pause. It is asked for as long as the run is pending. */
    @WithDefault("2S")
    Duration longestPause();
  }

  /** How often it is tried to stop a VM. */
  interface Attempts {
    /** After so many failures the run has failed, and people are told. About a minute's worth. */
    @WithDefault("10")
    int limit();

    /** The pause before the second attempt, doubled each time. Short: a VM runs meanwhile. */
    @WithDefault("200MS")
    Duration firstPause();

    /** The longest such pause: a hypervisor's daemon is restarted in less. */
    @WithDefault("15S")
    Duration longestPause();
  }

  /** How the work is shared out. */
  interface Work {
    /** So many VMs are stopped at a time by one replica: few, so that no hypervisor is flooded. */
    @WithDefault("8")
    int parallel();

    /** How often is looked for runs that are due: retries, and what a dead replica left. */
    @WithDefault("1S")
    Duration poll();

    /**
     * After so long without a sign of life from the replica that works on a run, another takes it.
     * Several polls, so that a pause of the JVM is no death.
     */
    @WithDefault("30S")
    Duration lease();
  }
}
