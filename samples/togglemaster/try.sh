#!/usr/bin/env bash
# Starts the five services on loopback, sends a flag through all of them, and ends them.
# Needs go, python3 (3.11 or later) and curl. FIRST_PORT moves the five ports.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/services"
first=${FIRST_PORT:-18081}
scratch=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$scratch"' EXIT

address() { echo "http://127.0.0.1:$((first + $1))"; }
auth=$(address 0) flag=$(address 1) targeting=$(address 2) analytics=$(address 3) evaluation=$(address 4)

# start NAME PORT VARIABLE=VALUE… -- COMMAND…
start() {
  local name=$1 port=$2
  shift 2
  mkdir "$scratch/$name"
  (
    cd "$name"
    exec env BIND_ADDRESS=127.0.0.1 PORT="$port" DATA_DIR="$scratch/$name" "$@"
  ) >"$scratch/$name.log" 2>&1 &
  pids+=($!)
}

ready() {
  for _ in {1..50}; do
    curl --silent --fail --output /dev/null "$2/ready" && return
    sleep 0.2
  done
  echo "$1 is not ready: $(curl --silent "$2/ready")" >&2
  cat "$scratch/$1.log" >&2
  return 1
}

say() { printf '\n# %s\n' "$1"; }
ask() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $key" "$@"; }

for name in auth evaluation; do
  (cd "$name" && CGO_ENABLED=0 go build -o "$scratch/$name.bin" .)
done
master=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')
start auth "$first" MASTER_KEY="$master" "$scratch/auth.bin"
start flag $((first + 1)) AUTH_URL="$auth" python3 -m app
start targeting $((first + 2)) AUTH_URL="$auth" python3 -m app
start analytics $((first + 3)) AUTH_URL="$auth" python3 -m app
start evaluation $((first + 4)) FLAG_URL="$flag" TARGETING_URL="$targeting" ANALYTICS_URL="$analytics" \
  "$scratch/evaluation.bin"
ready auth "$auth"; ready flag "$flag"; ready targeting "$targeting"
ready analytics "$analytics"; ready evaluation "$evaluation"

say "A key is issued; it is told once."
key=$master
key=$(ask -d '{"name": "try"}' "$auth/auth/keys" | sed 's/.*"key":"\([^"]*\)".*/\1/')
echo "${key%_*}_…"

say "A flag, on for 10 % of the users and for everybody in Brazil."
ask -d '{"name": "new-checkout", "description": "one page", "enabled": true}' "$flag/flags"
ask -d '{"type": "percentage", "percentage": 10}' "$targeting/targeting/new-checkout/rules"
ask -d '{"type": "attribute", "attribute": "country", "values": ["BR"]}' "$targeting/targeting/new-checkout/rules"

say "Evaluated for three users."
ask "$evaluation/evaluate?flag=new-checkout&user_id=ana"
ask "$evaluation/evaluate?flag=new-checkout&user_id=bruno"
ask "$evaluation/evaluate?flag=new-checkout&user_id=bruno&country=BR"

say "What analytics has counted."
for _ in {1..25}; do
  counted=$(ask "$analytics/analytics/flags/new-checkout" || true)
  [[ $counted == *'"total": 3'* ]] && break
  sleep 0.2
done
echo "$counted"
[[ $counted == *'"total": 3, "on": 2, "off": 1'* ]] || { echo "expected 3 events, 2 on and 1 off" >&2; exit 1; }
