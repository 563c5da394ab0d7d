package dev.tagout.policy;

import dev.tagout.contracts.decision.Enforcement;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can be set on policy-evaluation. */
@ConfigMapping(prefix = "tagout.policy")
public interface PolicyConfig {
  /**
   * The bundle file; when it changes, it is activated. Without it, this replica follows what others
   * activate.
   */
  Optional<Path> bundle();

  /**
   * What holds for the site: {@code enforce} or {@code observe}. Set by {@code tagout.enforcement}.
   */
  @WithDefault("enforce")
  Enforcement enforcement();

  /** Whom to ask about a refusal when the VM has neither contact nor owner. */
  @WithDefault("the people who run Tagout here")
  String contact();

  /** How the gate answers. */
  Review review();

  /** How the standing verdicts are kept. */
  Verdicts verdicts();

  /** How recorded decisions are replayed. */
  Impact impact();

  /** How the gate answers. */
  interface Review {
    /** How long an admitted start keeps its place on the host while nobody sees it run. */
    @WithDefault("PT2M")
    Duration reservation();

    /** How often a decision is made again because its facts changed meanwhile. */
    @WithDefault("10")
    int attempts();

    /** Bodies beyond so many bytes are refused. */
    @WithDefault("1048576")
    int maxBodyBytes();
  }

  /** How the standing verdicts are kept. */
  interface Verdicts {
    /** How many VMs are judged in one go. */
    @WithDefault("64")
    int batch();

    /** After this time another replica takes over what one has claimed. */
    @WithDefault("PT30S")
    Duration lease();
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
