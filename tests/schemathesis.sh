#!/usr/bin/env bash
# Sends requests made from docs/openapi.json to `frontdesk serve`, and checks that each answer is as described.
# Usage: tests/schemathesis.sh PROGRAM [SECONDS]. Installs schemathesis from PyPI into target/schemathesis.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$1
venv=target/schemathesis
if ! [ -x "$venv/bin/schemathesis" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet schemathesis==4.32.5
fi

home=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$home"' EXIT
# A desk's limits would end the run after a minute.
cat > "$home/frontdesk.toml" <<'END'
[server.limits]
calls_per_minute = 0
auth_per_minute = 0
failed_per_minute = 0
END
mkfifo "$home/ready"
"$program" --config "$home/frontdesk.toml" serve --listen 127.0.0.1:0 --database "$home/shop.sqlite" \
    > "$home/ready" 2> "$home/log" &
server=$!
read -r _ _ address < "$home/ready"

token() {
    "$venv/bin/python" - "$address/open-api$1/auth" <<'END'
import json, sys, urllib.request
body = dict.fromkeys(["client_id", "client_secret", "brand", "integrator_id"], "training") | {"venue_id": "1"}
request = urllib.request.Request(sys.argv[1], json.dumps(body).encode(), {"Content-Type": "application/json"})
print(json.load(urllib.request.urlopen(request))["token"])
END
}

for generation in v1 v2; do
    case $generation in
        v1) headers=(-H "x-token: $(token '')" -H "x-brand: training" -H "x-venue: 1") ;;
        v2) headers=(-H "x-token: $(token /v2)") ;;
    esac
    "$venv/bin/schemathesis" run "$address/openapi.json" --url "$address" "${headers[@]}" --include-tag "$generation" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
        --max-examples "${2:-50}" --seed 1 --no-color --continue-on-failure
done
