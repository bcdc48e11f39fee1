#!/bin/sh
# What the container runs:
#
#     entrypoint.sh web         # serves, once the database answers and all is made ready (PREPARE=off leaves that out)
#     entrypoint.sh worker      # trains what was queued, and does what has to be done by itself
#     entrypoint.sh prepare     # migrates, collects static files, makes the first administrator; then ends
#     entrypoint.sh migrate     # only brings the database to this release; then ends
#     entrypoint.sh manage …    # any other command of manage.py
#
# Each of them becomes the program that it starts, so that signals reach it.
set -eu
cd "$(dirname "$0")/../.."

HOST=${HOST:-0.0.0.0}
PORT=${PORT:-8000}
PREPARE=${PREPARE:-on}
DATABASE_WAIT=${DATABASE_WAIT:-60}
export PYTHONUNBUFFERED=1

wait_for_database() {
  # a host that swallows what is sent to it must not hold up this much longer
  DATABASE_TIMEOUT=${DATABASE_TIMEOUT:-5} python manage.py wait_for_database --seconds "$DATABASE_WAIT"
}

prepare_if_wanted() {
  case $PREPARE in
  on) python manage.py prepare_site ;;
  off) ;;
  *)
    echo "PREPARE should be \"on\" or \"off\"; it is \"$PREPARE\"." >&2
    exit 1
    ;;
  esac
}

role=${1:-web}
[ $# -eq 0 ] || shift
case $role in
web)
  python -m digitweb.port "$HOST" "$PORT"
  wait_for_database
  prepare_if_wanted
  exec python -m digitweb.supervisor "$HOST" "$PORT" web
  ;;
worker)
  wait_for_database
  exec python manage.py db_worker "$@"
  ;;
prepare)
  wait_for_database
  exec python manage.py prepare_site "$@"
  ;;
migrate)
  wait_for_database
  exec python manage.py migrate "$@"
  ;;
manage)
  exec python manage.py "$@"
  ;;
*)
  echo "Expected web, worker, prepare, migrate or manage; found \"$role\"." >&2
  exit 2
  ;;
esac
