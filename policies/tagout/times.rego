# METADATA
# scope: package
# description: Instants as nanoseconds, for text does not sort (`…:00.5Z` before `…:00Z`). The only clock is that of the review.
# schemas:
#   - input: schema.review
package tagout.times

# The instant of the review.
at := ns(input.review.at)

# An RFC 3339 text as nanoseconds since 1970. Text that is none fails the evaluation.
ns(text) := time.parse_rfc3339_ns(text)

# Nanoseconds since 1970 as RFC 3339 in UTC.
text(instant) := time.format(instant)

hours(n) := n * 3600000000000

days(n) := hours(n * 24)
