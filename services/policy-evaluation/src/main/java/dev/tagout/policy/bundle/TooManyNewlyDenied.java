package dev.tagout.policy.bundle;

/** A revision was not activated: it would deny more running VMs than is allowed unasked. */
final class TooManyNewlyDenied extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient FleetOutlook.Outlook outlook;
  private final double share;
  private final double limit;

  /**
   * @param share of the running VMs, 0 to 1
   * @param limit of it
   */
  TooManyNewlyDenied(FleetOutlook.Outlook outlook, double share, double limit) {
    super(
        "%d of %d running VMs would newly be denied%s, more than the share of %s that is allowed"
            .formatted(
                outlook.newlyDenied(),
                outlook.running(),
                outlook.undecided() == 0
                    ? ""
                    : " and %d have no answer any more".formatted(outlook.undecided()),
                limit));
    this.outlook = outlook;
    this.share = share;
    this.limit = limit;
  }

  FleetOutlook.Outlook outlook() {
    return outlook;
  }

  double share() {
    return share;
  }

  double limit() {
    return limit;
  }
}
