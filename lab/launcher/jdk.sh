# shellcheck shell=bash
# Finds a JDK, and sets JAVA_HOME to it.

oldest_jdk=21

# jdk_version HOME: its feature release; nothing when it is no JDK. Reads a file, because asking java takes longer.
jdk_version() {
	[ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
	sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# jdk_on_path: the home of the javac on the PATH.
jdk_on_path() {
	local javac
	javac=$(command -v javac) || return 0
	javac=$(readlink -f "$javac")
	echo "${javac%/bin/javac}"
}

# find_jdk: the one that JAVA_HOME names, else the one on the PATH, else the newest where packages put them.
find_jdk() {
	local home version newest=0 found=()
	for home in "${JAVA_HOME-}" "$(jdk_on_path)"; do
		[ -n "$home" ] || continue
		version=$(jdk_version "$home")
		if [ "${version:-0}" -ge "$oldest_jdk" ]; then
			export JAVA_HOME=$home
			return
		fi
		[ -z "$version" ] || found+=("$home is a JDK $version")
	done
	for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME-}"/.sdkman/candidates/java/*; do
		version=$(jdk_version "$home")
		if [ "${version:-0}" -gt "$newest" ]; then
			newest=$version
			JAVA_HOME=$home
		fi
	done
	if [ "$newest" -lt "$oldest_jdk" ]; then
		die "a JDK $oldest_jdk or newer is needed, and none was found" ${found[@]+"${found[@]}"} \
			"Debian, Ubuntu:  sudo apt-get install openjdk-$oldest_jdk-jdk-headless" \
			"elsewhere:       https://adoptium.net/temurin/releases, then set JAVA_HOME to where it is"
	fi
	export JAVA_HOME
}
