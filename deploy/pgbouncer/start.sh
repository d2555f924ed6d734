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
# Lines by TLS, where a site asks for them (docs/operations.md); these are the last words of the only section that is open.
if [ -n "${POOL_TLS_CERT:-}" ]; then
    printf 'client_tls_sslmode = require\nclient_tls_cert_file = %s\nclient_tls_key_file = %s\n' "$POOL_TLS_CERT" "$POOL_TLS_KEY" >>/tmp/pgbouncer.ini
fi
if [ -n "${PRIMARY_TLS_CA:-}" ]; then
    printf 'server_tls_sslmode = verify-full\nserver_tls_ca_file = %s\n' "$PRIMARY_TLS_CA" >>/tmp/pgbouncer.ini
fi
exec pgbouncer /tmp/pgbouncer.ini
