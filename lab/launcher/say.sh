# shellcheck shell=bash
# What the launcher says, and how it gives up.

# say TEXT: what is going on. To stderr: the output belongs to the command.
say() {
	printf '%s\n' "$*" >&2
}

# die LINE [DETAIL…]: the answer is no. One line first, then details.
die() {
	printf 'tagout: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit 1
}

# require_tools: what every command needs beside the JDK.
require_tools() {
	local tool missing=()
	for tool in curl git; do
		command -v "$tool" >/dev/null || missing+=("$tool")
	done
	[ ${#missing[@]} -eq 0 ] || die "not installed: ${missing[*]}" \
		"Debian, Ubuntu:  sudo apt-get install ${missing[*]}" \
		"Fedora:          sudo dnf install ${missing[*]}"
}
