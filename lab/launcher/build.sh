# shellcheck shell=bash
# Builds the Java programs when their sources are not what was built last.

built=$TAGOUT_STATE/built
programs=(
	bench/target/lib
	cli/target/lib
	lab/kafka/target/lib
	lab/world/target/lib
	hypervisors/simulator/server/target/quarkus-app/quarkus-run.jar
	services/collector/target/quarkus-app/quarkus-run.jar
	services/exporter/target/quarkus-app/quarkus-run.jar
	services/policy-evaluation/target/quarkus-app/quarkus-run.jar
	services/remediation/target/quarkus-app/quarkus-run.jar
)

# sources_state: differs when a source was written, added or removed.
sources_state() {
	(
		cd "$TAGOUT_ROOT" || exit
		find . \( -name target -o -name '.?*' -o -path ./policies -o -path ./docs \) -prune -o \
			-type f \( -name pom.xml -o -path '*/src/main/*' \) -printf '%p %T@ %s\n' | LC_ALL=C sort | sha256sum
	)
}

is_built() {
	local program
	[ -r "$built" ] && [ "$(cat "$built")" = "$(sources_state)" ] || return 1
	for program in "${programs[@]}"; do
		[ -e "$TAGOUT_ROOT/$program" ] || return 1
	done
}

# maven ARGUMENT…
maven() {
	# From a directory of ours: Maven looks for .mvn from where it is started.
	(cd "$TAGOUT_ROOT" && exec ./mvnw --batch-mode "$@")
}

# show_building: Maven's output in, a line for each module out, and a sign of life while files are fetched.
show_building() {
	awk '
		/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
			place = $NF; sub(/^\[INFO\] Building /, ""); sub(/ [^ ]+ +\[[0-9\/]+\]$/, "")
			printf "  %-8s %s\n", place, $0; fflush()
		}
		/Downloaded from / { if (++fetched % 250 == 0) { printf "           %d files fetched\n", fetched; fflush() } }
	' >&2
}

package() {
	maven -Dmaven.test.skip=true package 2>&1 | tee "$1" | show_building
}

build() {
	local log=$TAGOUT_STATE/logs/build.log before
	if is_built; then
		return
	fi
	mkdir -p "${log%/*}"
	exec 9>"$TAGOUT_STATE/build.lock"
	if command -v flock >/dev/null && ! flock --nonblock 9; then
		say "waiting for another build"
		flock 9
	fi
	if ! is_built; then
		say "building; the first time fetches what is needed and takes some minutes. Log: $log"
		before=$(sources_state)
		rm -f "$built"
		# What an earlier build put there may have another version by now.
		rm -rf "$TAGOUT_ROOT/bench/target/lib" "$TAGOUT_ROOT/cli/target/lib" "$TAGOUT_ROOT/lab/kafka/target/lib" "$TAGOUT_ROOT/lab/world/target/lib"
		if ! supervised package "$log"; then
			grep -m 20 '^\[ERROR\]' "$log" >&2 || tail -n 20 "$log" >&2
			die "the build failed, see $log"
		fi
		echo "$before" >"$built"
	fi
	exec 9>&-
}
