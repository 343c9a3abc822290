// Commands that replace those of a server in deploy/update.test.ts.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Replaces npm: records the script and its arguments, and fails if the file `fails` of the release says so. If `hangup`
 * says so, it sends the signal of a lost connection to the process group.
 */
const npm = `#!/bin/sh
shift 2
name=$1
shift
[ "$1" = -- ] && shift
echo "$name $(cat version) $*" | sed "s/ $//" >> "$LOG"
[ "$name" = build ] && mkdir -p .next/static && touch ".next/static/$(cat version).js"
grep -qx "$name-$1" hangup && kill -HUP 0
! grep -qx -e "$name" -e "$name-$1" fails
`

/**
 * Replaces systemd: every service is enabled, and has been restarted as often as the file `restarts` of the release says,
 * in addition to the restarts that it has counted for an older release.
 */
const systemctl = `#!/bin/sh
case $1 in
is-enabled) ;;
show)
	release=$(command -p cat "$ROOST_HOME/current/restarts" 2>/dev/null)
	older=$(command -p cat "$LOG.restarts" 2>/dev/null)
	echo "$((\${release:-0} + \${older:-0}))"
	;;
reset-failed) command -p rm -f "$LOG.restarts" ;;
*) echo "systemctl $*" >> "$LOG" ;;
esac
`

/** Replaces runuser: marks what runs as the user. */
const runuser = `#!/bin/sh
[ "$1 $2 $3" = "-u roost --" ] || exit 99
shift 3
AS_USER=1 exec "$@"
`

/** Commands that read or change files in the directories of the user. They fail when root runs them. */
const guardedCommands = ['cat', 'chown', 'cp', 'find', 'git', 'ln', 'mkdir', 'mv', 'npm', 'rm', 'tar', 'tee']
const guard = (name: string): string => `#!/bin/sh
[ -n "$AS_USER" ] || { echo "root runs ${name} $*" >&2; exit 99; }
${name === 'npm' ? '. "$(dirname "$0")/npm.sh"' : `command -p ${name} "$@"`}
`

/** Writes all of them. @param directory precedes the directories of the real ones in PATH */
export function writeCommands(directory: string): void {
  const write = (name: string, content: string) =>
    writeFileSync(join(directory, name), content, { mode: 0o755 })
  write('systemctl', systemctl)
  write('runuser', runuser)
  write('npm.sh', npm)
  for (const name of guardedCommands) write(name, guard(name))
}
