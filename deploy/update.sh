#!/usr/bin/env bash
# Installs or updates Roost on a Linux server, as root: roost-update [REF]. docs/deploy-linux.md describes it. Root runs
# a copy in /usr/local/sbin, because a user who can change this script, or files that root changes, can become root.
# Therefore all work in the directories of the user is done as the user.
#
#   REF          a branch, tag or commit of the repository; by default the newest commit of its main branch
#   --rollback   returns to the previous release
#
# Every release has its own directory and is built while the old one runs. Then the services are stopped, the database
# is backed up and migrated, and the new release is started. If it does not become healthy, or if the script is
# interrupted, for example by a lost connection, the old one returns. Nothing is changed when the build fails.
set -euo pipefail

home=${ROOST_HOME:-/srv/roost}
backups=${ROOST_BACKUPS:-/var/lib/roost/backups}
settings=${ROOST_SETTINGS:-/etc/roost/roost.env}
lock=${ROOST_LOCK:-/run/roost-update.lock}
log=${ROOST_UPDATE_LOG:-/var/log/roost-update.log}
user=${ROOST_USER-roost}
health_timeout=${ROOST_HEALTH_TIMEOUT:-120}

say() { echo "==> $*"; }
fail() {
	echo "ERROR: $*" >&2
	exit 1
}

# The function that makes the site run again when a signal arrives; empty while it runs.
recover=

# Called by trap. PIPE: the connection of a command without a terminal is lost while the script writes to it.
# shellcheck disable=SC2317
interrupted() {
	trap '' HUP INT TERM PIPE
	[ -n "$recover" ] || exit 1
	echo "Interrupted. The rest of the output is in $log." >&2 || true
	# The terminal may be closed: commands that write to it would fail.
	exec >>"$log" 2>&1
	"$recover"
}

# Runs a command as the owner of the files.
as_user() {
	local environment=(env HOME="$home" NODE_ENV=production)
	# Without the descriptor of the lock, which processes in the background, such as those of git, would hold.
	if [ -z "$user" ]; then "${environment[@]}" "$@" 9>&-; else runuser -u "$user" -- "${environment[@]}" "$@" 9>&-; fi
}

# Runs an npm script of a release.
in_release() {
	local release=$1
	shift
	(cd "$release" && as_user npm run --silent "$@")
}

current() { readlink -e "$home/current" 2>/dev/null || true; }
previous() { as_user cat "$(current)/.previous-release" 2>/dev/null || true; }

# Stops or starts the services that this server uses.
services() {
	local unit units=()
	for unit in roost-web roost-worker; do
		if systemctl is-enabled --quiet "$unit"; then units+=("$unit"); fi
	done
	systemctl "$1" "${units[@]}"
}

# Links a release as the current one, in one step.
activate() {
	as_user ln -sfn "$1" "$home/current.new"
	as_user mv -T "$home/current.new" "$home/current"
}

# Copies the files with a hash in their name to the directory that nginx serves. Those of older releases stay for the pages
# that are open now.
publish_assets() {
	as_user mkdir -p "$home/assets/_next"
	as_user cp -r "$1/.next/static" "$home/assets/_next/"
}

port() {
	local line
	line=$(grep -E '^PORT=[0-9]+' "$settings" | tail -n 1) || true
	echo "${line:-PORT=3000}" | cut -d= -f2
}

# Whether systemd has restarted the server three times, which takes about 20 seconds.
keeps_crashing() {
	local restarts
	restarts=$(systemctl show --property NRestarts --value roost-web)
	[ "${restarts:-0}" -ge 3 ]
}

start_and_check() {
	# Without this, systemd keeps the count when a service is stopped between a crash and its restart. It fails if the unit is
	# not loaded.
	systemctl reset-failed roost-web 2>/dev/null || true
	services start || return 1
	local url second
	url="http://127.0.0.1:$(port)/api/health"
	for ((second = 0; second < health_timeout; second++)); do
		if curl --silent --fail --max-time 5 --output /dev/null "$url"; then return 0; fi
		if keeps_crashing; then
			echo "The server ends again and again." >&2
			return 1
		fi
		sleep 1
	done
	echo "No answer from $url within $health_timeout s." >&2
	return 1
}

# Returns from a release to an older one: reverts the migrations that the older one does not know.
return_to() {
	local from=$1 to=$2 last
	say "Returning to $(basename "$to")"
	services stop || return 1
	last=$(as_user find "$to/prisma/migrations/sqlite" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | tail -n 1)
	in_release "$from" db -- downgrade --to "$last" --yes && activate "$to" && publish_assets "$to" || return 1
	start_and_check
}

# The steps during which the site is down.
replace_release() {
	say "Stopping"
	services stop || return 1
	if [ -n "$old" ]; then
		say "Backing up to $backup"
		as_user mkdir -p "$backups" && in_release "$old" backup -- --to "$backup" || return 1
	fi
	say "Migrating"
	in_release "$release" db -- upgrade && activate "$release" && publish_assets "$release" || return 1
	say "Starting"
	start_and_check
}

undo_update() {
	echo "The update failed. If the server did not start: journalctl -u roost-web" >&2
	[ -n "$old" ] || fail "There is no older release to return to. See: journalctl -u roost-web"
	return_to "$release" "$old" || fail "$(basename "$old") could not be restored. Its backup is $backup"
	fail "$(basename "$old") runs again. Its backup is $backup"
}

roll_back() {
	local to
	from=$(current)
	to=$(previous)
	[ -d "$to" ] || fail "There is no previous release."
	recover=undo_return
	return_to "$from" "$to" || undo_return
	recover=
	say "$(basename "$to") runs"
}

undo_return() {
	echo "The return failed." >&2
	stay_with "$from" || fail "No release runs. See: journalctl -u roost-web"
	fail "$(basename "$from") runs again."
}

# Starts a release again after a return to an older one has failed, with the migrations that were reverted.
stay_with() {
	say "Starting $(basename "$1")"
	services stop || return 1
	in_release "$1" db -- upgrade && activate "$1" || return 1
	start_and_check
}

# Copies the packages of the old release as hard links, so that only changed ones are installed. The records of what is
# installed are written in place and must not be shared.
reuse_packages() {
	[ -d "$old/node_modules" ] || return 0
	as_user cp -al "$old/node_modules" "$release/node_modules"
	local record
	for record in .roost-lock .package-lock.json; do
		[ -f "$old/node_modules/$record" ] || continue
		as_user rm "$release/node_modules/$record"
		as_user cp -p "$old/node_modules/$record" "$release/node_modules/$record"
	done
}

update() {
	local repository=$home/repository commit
	say "Pulling"
	as_user git -C "$repository" fetch --quiet --prune --tags origin
	commit=$(as_user git -C "$repository" rev-parse --verify --quiet "origin/${1:-HEAD}^{commit}" ||
		as_user git -C "$repository" rev-parse --verify --quiet "$1^{commit}") ||
		fail "There is no branch, tag or commit $1."
	old=$(current)
	release=$home/releases/$(date -u +%Y%m%d-%H%M%S)-${commit:0:10}
	backup=$backups/before-$(basename "$release").tar.gz
	as_user mkdir -p "$release"
	as_user git -C "$repository" archive "$commit" | as_user tar -x -C "$release"
	as_user ln -s "$settings" "$release/.env"
	if [ -n "$old" ]; then echo "$old" | as_user tee "$release/.previous-release" >/dev/null; fi

	say "Building $(basename "$release")"
	reuse_packages
	if ! in_release "$release" build; then
		as_user rm -rf "$release"
		fail "The build failed. Nothing was changed."
	fi

	recover=undo_update
	replace_release || undo_update
	recover=

	say "Removing old releases"
	if [ -n "$old" ]; then publish_assets "$old"; fi
	as_user find "$home/releases" -mindepth 1 -maxdepth 1 ! -path "$release" ! -path "${old:-$release}" -exec rm -rf {} +
	as_user find "$home/assets" -type f -mtime +30 -delete
	as_user find "$backups" -name 'before-*.tar.gz' -mtime +30 -delete 2>/dev/null || true
	say "$(basename "$release") runs"
}

# nginx must be able to read the files with a hash in their name, whatever the umask of the administrator is.
umask 022
# The user may not be able to read the directory that root is in, which git and find need.
cd /
trap interrupted HUP INT TERM PIPE
exec 9>"$lock"
flock -n 9 || fail "Another update is running."
if [ "${1:-}" = --rollback ]; then roll_back; else update "${1:-}"; fi
exit
