#!/bin/sh
# Starts a server or a worker in production: sh deploy/start.sh web | worker. Other arguments are run as a command.
#
# It tries every 5 seconds to apply the pending migrations, until the database answers. Then it replaces itself by the
# process, which receives the signals and writes its log to standard output. AUTO_MIGRATE is for npm start only.
set -eu
cd "$(dirname "$0")/.."

export NODE_ENV=production

migrate() {
	node --import tsx scripts/db/main.ts upgrade --wait
}

case "${1:-}" in
web)
	migrate
	# The build contains this key, and every server with this build must use it.
	manifest=./.next/server/server-reference-manifest.json
	NEXT_SERVER_ACTIONS_ENCRYPTION_KEY="$(node -p "require('$manifest').encryptionKey")"
	# scripts/allocator.mjs says why.
	MALLOC_TRIM_THRESHOLD_=131072
	export NEXT_SERVER_ACTIONS_ENCRYPTION_KEY MALLOC_TRIM_THRESHOLD_
	# Each word of the output is one argument.
	# shellcheck disable=SC2046
	exec node $(node scripts/heap.mjs) scripts/server.mjs
	;;
worker)
	migrate
	exec node --import tsx scripts/worker.ts
	;;
"")
	echo "Usage: deploy/start.sh web | worker | <command>" >&2
	exit 2
	;;
*)
	exec "$@"
	;;
esac
