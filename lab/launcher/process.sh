# shellcheck shell=bash
# Long steps that end with the launcher.

# supervised COMMAND [ARGUMENT…]: runs it and all that it starts as one group, which a signal to the launcher ends as well. Bash
# alone would wait for it before it looks at the signal, or leave it running. The exit status is the command's.
supervised() {
	local status=0 group
	set -m
	"$@" </dev/null &
	group=$!
	set +m
	# shellcheck disable=SC2064 # the group of now
	trap "kill -TERM -- -$group 2>/dev/null; exit 143" TERM HUP
	# shellcheck disable=SC2064
	trap "kill -TERM -- -$group 2>/dev/null; exit 130" INT
	wait "$group" || status=$?
	trap - TERM HUP INT
	return $status
}
