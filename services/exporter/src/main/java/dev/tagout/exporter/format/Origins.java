package dev.tagout.exporter.format;

/** Where the things of interest stand in events of any class. */
final class Origins {
  static final String[] APPLICATION = {"actor.app_name"};
  static final String[] APPROVED_BY = {"unmapped.approved_by"};
  static final String[] CLASS = {"class_name"};
  static final String[] CORRELATION = {"metadata.correlation_uid"};
  static final String[] DISPOSITION = {"disposition", "action", "activity_name"};
  static final String[] ENTITY = {"entity.uid"};
  static final String[] ENTITY_TYPE = {"entity.type"};
  static final String[] FINDING = {"finding_info.uid"};
  static final String[] FIX = {"remediation.desc", "unmapped.violations[].fix"};
  static final String[] HOST = {"resources[].tags[host].value", "unmapped.host"};
  static final String[] MESSAGE = {"message", "finding_info.title"};
  static final String[] OWNER = {"device.owner.name"};
  static final String[] REASON = {"status_detail", "compliance.status_details[]", "comment"};
  static final String[] REQUESTED_BY = {"unmapped.requested_by"};
  static final String[] REVISION = {"policy.version", "entity_result.version", "entity.version"};
  static final String[] RULES = {
    "unmapped.violations[].rule",
    "compliance.checks[].uid",
    "finding_info.analytic.uid",
    "unmapped.rules[]"
  };
  static final String[] SOURCE_IP = {"src_endpoint.ip"};
  static final String[] SOURCE_NAME = {"src_endpoint.hostname", "src_endpoint.name"};
  static final String[] STATUS = {"status"};
  static final String[] TICKET = {"unmapped.ticket"};
  static final String[] TIER = {"resources[].tags[tier].value"};
  static final String[] TRIGGER = {"unmapped.trigger"};
  static final String[] USER = {"actor.user.name"};
  static final String[] USER_DOMAIN = {"actor.user.domain"};
  static final String[] USER_ID = {"actor.user.uid"};
  static final String[] VM_ID = {"device.uid", "unmapped.vm"};
  static final String[] VM_IP = {"device.ip"};
  static final String[] VM_NAME = {"device.name"};

  private Origins() {}
}
