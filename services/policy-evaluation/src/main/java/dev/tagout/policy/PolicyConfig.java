package dev.tagout.policy;

import dev.tagout.contracts.decision.Enforcement;
import dev.tagout.policy.evaluation.PolicyEngines;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be set on policy-evaluation. */
@ConfigMapping(prefix = "tagout.policy")
public interface PolicyConfig {
  /**
   * The bundle file, or a directory of them; when it changes, it is activated. Without it, this
   * replica follows what others activate.
   */
  Optional<Path> bundle();

  /** A server of bundles, as OPA's own bundle service API has it; asked with ETag. */
  Optional<URI> bundleUrl();

  /** How often the server of bundles is asked. */
  @WithDefault("PT10S")
  Duration bundleEvery();

  /** A file with the bearer token for the server of bundles. */
  Optional<Path> bundleTokenFile();

  /**
   * A public key (PEM, RSA or EC). When it is set, only bundles that are signed with its private
   * key are loaded, wherever they come from.
   */
  Optional<Path> bundleKey();

  /**
   * What holds for the site: {@code enforce} or {@code observe}. Set by {@code tagout.enforcement}.
   */
  @WithDefault("enforce")
  Enforcement enforcement();

  /** Whom to ask about a refusal when the VM has neither contact nor owner. */
  @WithDefault("the people who run Tagout here")
  String contact();

  /** How a new revision comes to decide. */
  Activation activation();

  /** What evaluates the policies: {@code wasm} in this process, or an {@code opa} server. */
  @WithDefault("wasm")
  PolicyEngines.Kind engine();

  /** The OPA server, when that is the engine. */
  Opa opa();

  /** What an evaluation may take. */
  EvaluationLimits evaluation();

  /** How the gate answers. */
  Review review();

  /** How the standing verdicts are kept. */
  Verdicts verdicts();

  /** How the inventory is kept. */
  Inventory inventory();

  /** How recorded decisions are replayed. */
  Impact impact();

  /** What is asked of waivers. */
  Waivers waivers();

  Findings findings();

  /** What is asked of break-glass. */
  BreakGlass breakGlass();

  /** How the record is sealed and kept. */
  SealedRecord record();

  /** How the record is sealed and kept. */
  interface SealedRecord {
    /**
     * A private key (PEM, PKCS#8, Ed25519) that the seals are signed by. Without it they are
     * chained only, and who may write to the database can make a whole new record.
     */
    Optional<Path> signingKey();

    /** How often what was committed since is sealed. */
    @WithDefault("PT2S")
    Duration every();

    /** So many entries a seal has at most, up to 5000: a seal is checked as one answer. */
    @WithDefault("500")
    int entries();

    /**
     * How long decisions are kept. They are dropped by whole months, and only when they are sealed;
     * never within 30 days.
     */
    @WithDefault("P400D")
    Duration keep();
  }

  /** By what hosts decide while the gate is away. */
  Tickets tickets();

  /** How a new revision comes to decide. */
  interface Activation {
    /**
     * The share of the running VMs, 0 to 1, that a new revision may newly deny unless it is forced.
     */
    @WithDefault("0.2")
    double maxNewlyDeniedShare();

    /** Whether that also holds for what a file or a server of bundles offers. */
    @WithDefault("true")
    boolean guardSources();
  }

  /** How the gate answers. */
  interface Review {
    /** How long an admitted start keeps its place on the host while nobody sees it run. */
    @WithDefault("PT2M")
    Duration reservation();

    /**
     * How often a decision is made again because its facts changed meanwhile. Then it is made with
     * the VM and its host locked, which others wait for.
     */
    @WithDefault("10")
    int attempts();

    /** Bodies beyond so many bytes are refused. */
    @WithDefault("1048576")
    int maxBodyBytes();
  }

  /** How the inventory is kept. */
  interface Inventory {
    /**
     * So long what was seen of each VM is kept, to put reports that come late in their place. A
     * report of what happened before changes nothing any more.
     */
    @WithDefault("P1D")
    Duration history();
  }

  /** How the standing verdicts are kept. */
  interface Verdicts {
    /**
     * How many VMs are judged in one go at most. A replica that is slow, as each is that has just
     * begun, takes fewer, and leaves the others to the quick ones.
     */
    @WithDefault("64")
    int batch();

    /**
     * After this time another replica takes over what one has claimed, as it may be gone. Short: so
     * long the verdicts stay as they are of what a replica was working on when it crashed. If it is
     * only slow, both work out the same.
     */
    @WithDefault("PT5S")
    Duration lease();

    /**
     * A verdict that should have been worked out again so long ago counts as stale in the metrics.
     * Above what a busy worker needs.
     */
    @WithDefault("PT5S")
    Duration staleAfter();

    /** When one is stale for so long, {@code /q/health/well} says so. */
    @WithDefault("PT1M")
    Duration unwellAfter();
  }

  /** When the SIEM is told of what is amiss with a VM. */
  interface Findings {
    /**
     * So long a rule may want for a fact before that is told: the facts of a new VM come one after
     * the other.
     */
    @WithDefault("PT1M")
    Duration patience();

    /** So many changes of a finding are told at once; further ones are held back and counted. */
    @WithDefault("4")
    int free();

    /** When a finding did not change for so long, what was held back is told. */
    @WithDefault("PT15M")
    Duration quiet();

    /** So long a change is held back at most. */
    @WithDefault("PT1H")
    Duration longest();
  }

  /** What is asked of waivers. */
  interface Waivers {
    /** So long after its request a waiver ends at the latest. */
    @WithDefault("P90D")
    Duration maxLife();
  }

  /** What is asked of break-glass. */
  interface BreakGlass {
    /** How long one holds from its approval on, where the request does not say. */
    @WithDefault("PT15M")
    Duration usualLife();

    /**
     * How long one holds at the most, whatever the request says; in whole minutes. Less than one:
     * nobody can request any.
     */
    @WithDefault("PT1H")
    Duration maxLife();

    /** How long a request waits for its approval. */
    @WithDefault("PT1H")
    Duration requestLife();
  }

  /** By what hosts decide while the gate is away. */
  interface Tickets {
    /**
     * An Ed25519 private key (PEM, PKCS #8) by which tickets are signed; the same for all replicas.
     * Without it there are none.
     */
    Optional<Path> signingKey();

    /**
     * Public halves (PEM) of keys by which tickets were signed before. What hosts that were cut off
     * decided by those is still taken when they tell of it.
     */
    Optional<List<Path>> formerKeys();

    /** So long a ticket lives at most. */
    @WithDefault("PT15M")
    Duration life();

    /** The same for single tiers, by their names. */
    Map<String, Duration> tierLife();
  }

  /** What an evaluation may take. */
  interface EvaluationLimits {
    /**
     * An evaluation that takes longer is stopped and decides nothing. As long does a caller wait
     * for other evaluations to end.
     */
    @WithDefault("PT2S")
    Duration limit();
  }

  /** The OPA server, when that is the engine. */
  interface Opa {
    /** Where it listens. It gets the policies from us, and needs no configuration. */
    @WithDefault("http://127.0.0.1:8181")
    URI url();

    /** How long a connection may take. */
    @WithDefault("PT0.5S")
    Duration connectTimeout();

    /** How long the server may take over each module that it gets. */
    @WithDefault("PT20S")
    Duration pushTimeout();

    /** How often a request is repeated whose connection failed. */
    @WithDefault("2")
    int retries();

    /** When the server is left alone. */
    Circuit circuit();
  }

  /** When a server is left alone. */
  interface Circuit {
    /** So many requests are looked back on. */
    @WithDefault("20")
    int requests();

    /** The share of them, 0 to 1, that failed. */
    @WithDefault("0.5")
    double failureRatio();

    /** How long it is left alone. */
    @WithDefault("PT2S")
    Duration delay();
  }

  /** How recorded decisions are replayed. */
  interface Impact {
    /** So many posted bundles are loaded at a time; who comes then is sent away. */
    @WithDefault("2")
    int runs();

    /** So many decisions are replayed in one run, the newest. */
    @WithDefault("1000000")
    long maxDecisions();
  }
}
