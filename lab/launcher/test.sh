# shellcheck shell=bash
# All tests: Java, policies, the libvirt start hook, observe, monitoring.

# show_tests: Maven's output in; modules, results and complaints out.
show_tests() {
	grep --line-buffered -E '^\[INFO\] Building .*\[[0-9]+/[0-9]+\]$|Tests run:|^\[ERROR\]|^\[INFO\] BUILD|<<< (FAILURE|ERROR)' || true
}

verify() {
	maven --no-transfer-progress --fail-at-end verify 2>&1 | tee "$1" | show_tests
}

# skipped_tests SINCE-FILE: the reasons that skipped tests give, each with how many give it.
skipped_tests() {
	find "$TAGOUT_ROOT" -name 'TEST-*.xml' -path '*-reports/*' -newer "$1" -print0 |
		xargs -0 -r grep -ho '<skipped message="[^"]*' | sed 's/<skipped message="//' | sort | uniq -c |
		sed 's/^ *\([0-9]*\) /\1 tests: /'
}

run_tests() {
	local log=$TAGOUT_STATE/logs/test.log failed=() left_out=() reason start
	case ${1-} in
	'') ;;
	-h | --help)
		echo "usage: tagout test"
		echo
		echo "Runs the tests of the Java modules, of the policies, of the libvirt start hook, of observe and of monitoring."
		echo "With CI or TAGOUT_REQUIRE_LIBVIRT=1 in the environment, a missing libvirt is a failure."
		return
		;;
	*)
		echo "tagout test: unexpected: $1" >&2
		exit 2
		;;
	esac

	require_tools
	find_jdk
	find_opa
	mkdir -p "${log%/*}"
	start=$(mktemp)
	# shellcheck disable=SC2064 # Expanded now: it is local here.
	trap "leave_libvirt; rm -f '$start'" EXIT
	find_libvirt
	reason=$(libvirt_why_not)
	if [ -n "$reason" ]; then
		if [ -n "${CI-}" ] || [ "${TAGOUT_REQUIRE_LIBVIRT-}" = 1 ]; then
			failed+=("libvirt: $reason")
		else
			left_out+=("tests with libvirt: $reason")
		fi
	fi

	heading "Java (whole output: $log)"
	supervised verify "$log" || failed+=("Java, see $log")

	heading "policies"
	supervised "$TAGOUT_ROOT/policies/check" || failed+=("policies")

	heading "libvirt start hook"
	JAVA=$JAVA_HOME/bin/java supervised "$TAGOUT_ROOT/deploy/libvirt/test/run" || failed+=("libvirt start hook")

	heading "observe"
	supervised "$TAGOUT_ROOT/deploy/observe/test/run" || failed+=("observe")

	heading "monitoring"
	if [ -z "${CI-}" ] && ! command -v promtool >/dev/null; then
		left_out+=("tests of monitoring: promtool is not installed (Debian: prometheus)")
	else
		supervised "$TAGOUT_ROOT/deploy/monitoring/test/run" || failed+=("monitoring")
	fi

	while IFS= read -r reason; do
		left_out+=("$reason")
	done < <(skipped_tests "$start")
	heading "result"
	[ ${#left_out[@]} -eq 0 ] || printf 'left out  %s\n' "${left_out[@]}"
	if [ ${#failed[@]} -gt 0 ]; then
		printf 'FAILED    %s\n' "${failed[@]}"
		exit 1
	fi
	echo "all tests passed"
}

heading() {
	printf '\n== %s\n' "$1"
}
