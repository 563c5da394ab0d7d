package dev.tagout.policy.bundle;

/** A revision was not activated: it would deny more running VMs than is allowed unasked. */
final class TooManyNewlyDenied extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient StandingFleet.Effect effect;
  private final double limit;

  TooManyNewlyDenied(StandingFleet.Effect effect, double limit) {
    super(
        "%d of %d running VMs would newly be denied, more than the share of %s that is allowed"
            .formatted(effect.newlyDenied().size(), effect.running(), limit));
    this.effect = effect;
    this.limit = limit;
  }

  StandingFleet.Effect effect() {
    return effect;
  }

  double limit() {
    return limit;
  }
}
