package tagout.names_test

import data.tagout.names

test_case_and_parting_do_not_count if {
	found := ["Server Core", "server_core", "SERVER-CORE", "servercore"]
	names.inside(found, ["Server-Core"]) == {"Server Core", "server_core", "SERVER-CORE"}
	names.outside(found, ["Server-Core"]) == {"servercore"}
}

test_entry_that_ends_with_star_is_a_beginning if {
	found := ["qemu-system-x86", "qemu", "Linux Image 6.12.0"]
	names.inside(found, ["QEMU-*", "linux_image*"]) == {"qemu-system-x86", "Linux Image 6.12.0"}
}

# Anything but the last character is meant as it stands.
test_star_within_an_entry_is_a_star if {
	names.inside(["qemu-system-x86"], ["q*86"]) == set()
}

test_star_alone_is_every_name if {
	names.outside(["qemu", "vim"], ["*"]) == set()
}

test_empty_list_has_nothing if {
	names.inside(["qemu"], []) == set()
	names.outside(["qemu", "qemu"], []) == {"qemu"}
	names.outside([], ["qemu"]) == set()
}
