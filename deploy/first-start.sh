#!/bin/sh
# Runs once, when the database container makes its cluster: the two logins, of which the application's owns nothing.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
CREATE ROLE rackbeat LOGIN PASSWORD :'owner';
CREATE ROLE rackbeat_app LOGIN PASSWORD :'app';
GRANT rackbeat_app TO rackbeat;
CREATE DATABASE rackbeat OWNER rackbeat;
SQL
