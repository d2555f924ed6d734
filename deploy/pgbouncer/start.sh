#!/bin/sh
# Fills in the settings and the passwords from the environment, then becomes PgBouncer. Written into memory only (/tmp).
set -eu
umask 077
for role in owner web worker pool; do
    case "$role" in
    owner) password="$OWNER_PASSWORD" ;;
    web) password="$WEB_PASSWORD" ;;
    worker) password="$WORKER_PASSWORD" ;;
    pool) password="$POOL_PASSWORD" ;;
    esac
    printf '"asnkarier_%s" "%s"\n' "$role" "$password"
done >/tmp/users.txt
sed -e "s|\${PRIMARY_HOST}|$PRIMARY_HOST|" -e "s|\${PRIMARY_PORT}|${PRIMARY_PORT:-5432}|" -e "s|\${LISTEN_ADDR}|0.0.0.0|" \
    -e "s|\${AUTH_FILE}|/tmp/users.txt|" -e "s|\${POOL_SIZE}|${POOL_SIZE:-80}|" -e "s|\${MORE}||" \
    /etc/pgbouncer/pgbouncer.ini.template >/tmp/pgbouncer.ini
exec pgbouncer /tmp/pgbouncer.ini
