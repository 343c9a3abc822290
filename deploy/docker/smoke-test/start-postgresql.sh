#!/bin/sh
# Creates the user and the database that the environment names, as the official image does, and runs PostgreSQL.
set -eu
export PATH="/usr/lib/postgresql/17/bin:$PATH"
data=/var/lib/postgresql/data

if [ "$(id -u)" = 0 ]; then
	install -d -o postgres -g postgres -m 3775 /run/postgresql
	install -d -o postgres -g postgres -m 700 "$data"
	exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
fi

if [ ! -s "$data/PG_VERSION" ]; then
	printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
	# shellcheck disable=SC2086
	initdb --pgdata="$data" --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 \
		--auth-local=trust ${POSTGRES_INITDB_ARGS:-}
	rm /tmp/password
	echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
	pg_ctl --pgdata="$data" --options="-c listen_addresses=''" --wait start
	createdb --username="$POSTGRES_USER" "$POSTGRES_USER"
	pg_ctl --pgdata="$data" --wait stop
fi
exec postgres -D "$data" -c listen_addresses='*'
