#!/bin/sh
# Run once by the PostgreSQL image on an empty data folder: the portal's five roles and its database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner="$OWNER_PASSWORD" --set web="$WEB_PASSWORD" --set worker="$WORKER_PASSWORD" --set auditor="$AUDITOR_PASSWORD" \
    --set reader="$READER_PASSWORD" <<'SQL'
CREATE ROLE asnkarier_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE asnkarier_web LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'web';
CREATE ROLE asnkarier_worker LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'worker';
CREATE ROLE asnkarier_auditor LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'auditor';
CREATE ROLE asnkarier_reader LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'reader';
CREATE DATABASE asnkarier OWNER asnkarier_owner;
REVOKE ALL ON DATABASE asnkarier FROM PUBLIC;
GRANT CONNECT ON DATABASE asnkarier TO asnkarier_web, asnkarier_worker, asnkarier_auditor, asnkarier_reader;
-- The same limits settings.py sends with each connection: behind PgBouncer they come from here.
ALTER ROLE asnkarier_web IN DATABASE asnkarier SET lock_timeout = '5s';
ALTER ROLE asnkarier_web IN DATABASE asnkarier SET statement_timeout = '15s';
ALTER ROLE asnkarier_worker IN DATABASE asnkarier SET lock_timeout = '30s';
ALTER ROLE asnkarier_worker IN DATABASE asnkarier SET statement_timeout = '300s';
ALTER ROLE asnkarier_owner IN DATABASE asnkarier SET lock_timeout = '30s';
SQL
# A second server may follow this one (deploy/standby.sh).
if [ -n "${REPLICA_PASSWORD:-}" ]; then
    psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set replica="$REPLICA_PASSWORD" <<'SQL'
CREATE ROLE asnkarier_replica LOGIN REPLICATION PASSWORD :'replica';
SQL
    echo 'host replication asnkarier_replica all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
