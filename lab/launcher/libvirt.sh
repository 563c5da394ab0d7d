# shellcheck shell=bash
# A libvirtd for the tests that want a real hypervisor.

libvirt_uri=qemu:///system
libvirt_for_tests=$TAGOUT_ROOT/deploy/libvirt/test/libvirtd-for-tests
libvirt_started=
libvirt_reason=

# libvirt_answers: whether one runs, and we may use it.
libvirt_answers() {
	command -v virsh >/dev/null && timeout 10 virsh -c $libvirt_uri version --daemon >/dev/null 2>&1
}

# libvirt_lacks: what is missing for a libvirtd of our own; nothing when nothing is.
libvirt_lacks() {
	local program
	for program in virsh libvirtd qemu-system-x86_64; do
		PATH=$PATH:/usr/sbin:/sbin command -v $program >/dev/null || echo "$program is not installed"
	done
	[ "$(id -u)" -eq 0 ] || echo "starting a libvirtd needs root"
	[ -x "$libvirt_for_tests" ] || echo "$libvirt_for_tests is missing"
}

# find_libvirt: sets TAGOUT_TEST_LIBVIRT when there is one; else libvirt_why_not says why.
find_libvirt() {
	local lacks
	if ! libvirt_answers; then
		lacks=$(libvirt_lacks)
		if [ -n "$lacks" ]; then
			libvirt_reason=$(echo "$lacks" | paste -sd ',' | sed 's/,/, /g')
			return
		fi
		if ! lacks=$("$libvirt_for_tests" 2>&1); then
			libvirt_reason="libvirtd does not start: $(echo "$lacks" | tail -n 1)"
			return
		fi
		libvirt_started=1
	fi
	export TAGOUT_TEST_LIBVIRT=$libvirt_uri
}

libvirt_why_not() {
	echo "$libvirt_reason"
}

# leave_libvirt: stops what find_libvirt started.
leave_libvirt() {
	[ -z "$libvirt_started" ] || "$libvirt_for_tests" --stop >/dev/null 2>&1 || true
	libvirt_started=
}
