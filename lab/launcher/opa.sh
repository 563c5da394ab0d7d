# shellcheck shell=bash
# Finds OPA, which compiles the policies, and sets OPA to it; gets one when there is none.

opa_release=1.22.2

# opa_suits BINARY: whether it is 1.0 or newer and compiles to WebAssembly. What was found out is remembered.
opa_suits() {
	local known=$TAGOUT_STATE/opa-suits mark
	mark="$1 $(stat -Lc '%Y %s' "$1" 2>/dev/null)" || return 1
	if [ -r "$known" ] && [ "$(cat "$known")" = "$mark" ]; then
		return 0
	fi
	opa_compiles "$1" || return 1
	mkdir -p "$TAGOUT_STATE"
	echo "$mark" >"$known"
}

opa_compiles() {
	local version room status=0
	version=$("$1" version 2>/dev/null | sed -n 's/^Version: *\([0-9]*\)\..*/\1/p')
	[ "${version:-0}" -ge 1 ] || return 1
	room=$(mktemp -d)
	printf 'package probe\n\nanswer := input.question\n' >"$room/probe.rego"
	"$1" build --target wasm --entrypoint probe/answer --output "$room/bundle.tar.gz" "$room/probe.rego" \
		>/dev/null 2>&1 || status=1
	rm -rf "$room"
	return $status
}

# opa_platform: as the releases name it.
opa_platform() {
	local machine
	case $(uname -m) in
	x86_64) machine=amd64 ;;
	aarch64 | arm64) machine=arm64 ;;
	*) machine=$(uname -m) ;;
	esac
	echo "opa_$(uname -s | tr '[:upper:]' '[:lower:]')_${machine}_static"
}

# fetch_opa TARGET: the release, if its checksum is known.
fetch_opa() {
	local name sum url
	name=$(opa_platform)
	sum=$(awk -v name="$name" '$2 == name { print $1 }' "$TAGOUT_ROOT/lab/launcher/opa.sha256")
	if [ -z "$sum" ]; then
		say "OPA $opa_release is not downloaded: lab/launcher/opa.sha256 has no checksum of $name"
		return 1
	fi
	url=https://github.com/open-policy-agent/opa/releases/download/v$opa_release/$name
	say "downloading OPA $opa_release"
	if ! curl --fail --silent --show-error --location --connect-timeout 15 --output "$1.part" "$url" >&2; then
		rm -f "$1.part"
		return 1
	fi
	if ! echo "$sum  $1.part" | sha256sum --check --status; then
		rm -f "$1.part"
		die "the OPA that was downloaded is not the one that was released" "$url" "expected SHA-256 $sum"
	fi
	chmod 755 "$1.part"
	mv "$1.part" "$1"
}

# compile_opa TARGET: from source, through Go's module proxy and its checksum database.
compile_opa() {
	local go log=$TAGOUT_STATE/logs/opa.log
	go=$(command -v go || true)
	[ -n "$go" ] || ! [ -x /usr/local/go/bin/go ] || go=/usr/local/go/bin/go
	[ -n "$go" ] || return 1
	say "compiling OPA $opa_release with Go, once; about two minutes"
	mkdir -p "${log%/*}"
	if ! GOBIN=${1%/*} CGO_ENABLED=0 "$go" install "github.com/open-policy-agent/opa@v$opa_release" >"$log" 2>&1; then
		tail -n 5 "$log" >&2
		say "OPA was not compiled, see $log"
		return 1
	fi
}

find_opa() {
	local own=$TAGOUT_STATE/bin/opa candidate
	for candidate in "${OPA-}" opa "$own"; do
		[ -n "$candidate" ] || continue
		candidate=$(command -v "$candidate") || continue
		if opa_suits "$candidate"; then
			export OPA=$candidate
			return
		fi
		say "$candidate is not used: it is older than 1.0, or does not compile to WebAssembly"
	done
	mkdir -p "${own%/*}"
	if { fetch_opa "$own" || compile_opa "$own"; } && opa_suits "$own"; then
		export OPA=$own
		return
	fi
	die "OPA, which compiles the policies, is not there and could not be got" \
		"Put OPA 1.0 or newer on the PATH (https://www.openpolicyagent.org/docs/latest/#1-download-opa)," \
		"or set OPA to it, or install Go (https://go.dev/dl)."
}
