#!/bin/sh
# Start of the second PostgreSQL server: copies the first one when its own folder is empty, then follows it.
set -eu
umask 077
export PGPASSWORD="$REPLICA_PASSWORD"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    until pg_basebackup --pgdata "$PGDATA" --host "$PRIMARY_HOST" --username asnkarier_replica --wal-method stream --checkpoint fast; do
        rm -rf "${PGDATA:?}"/*
        sleep 2
    done
    # The password stands in this file alone, which the server's account reads; the name is the one synchronous_standby_names knows.
    echo "primary_conninfo = 'host=$PRIMARY_HOST user=asnkarier_replica password=$REPLICA_PASSWORD application_name=standby'" \
        >>"$PGDATA/postgresql.auto.conf"
    touch "$PGDATA/standby.signal"
fi
unset PGPASSWORD
exec postgres "$@"
