# METADATA
# scope: package
# description: What NICs of a host are for. A use that nobody stated, or a word that we do not know, is judged as the worst.
package tagout.nics

is_for_management(nic) if nic.use == "management"

is_for_guests_alone(nic) if nic.use == "guest"

# Neither stated nor one of the words of the contract.
is_of_unknown_use(nic) if not object.get(nic, "use", "") in {"management", "guest", "storage", "migration", "mixed"}

# Guests may be on it.
may_carry_guests(nic) if not object.get(nic, "use", "") in {"management", "storage", "migration"}
