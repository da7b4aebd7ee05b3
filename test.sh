#!/usr/bin/env bash
# Runs every test and ends with "N passed, N failed, N skipped".
#   --quick   leaves out the tests that take minutes (Category=Long)
#   --bare    installs nothing: tests whose server is missing are skipped with their reason
set -uo pipefail
cd "$(dirname "$0")"

quick=false
bare=false
for argument in "$@"; do
  case "$argument" in
    --quick) quick=true ;;
    --bare) bare=true ;;
    *) echo "usage: ./test.sh [--quick] [--bare]" >&2; exit 2 ;;
  esac
done

# The servers that tests talk to come from Debian's packages of the same names (prometheus brings promtool).
# The tests start their own instances on free ports, so the packages' services are kept from starting.
servers=(rabbitmq-server prometheus)
missing=()
for server in "${servers[@]}"; do
  command -v "$server" >/dev/null 2>&1 || [ -x "/usr/sbin/$server" ] || missing+=("$server")
done
if [ "${#missing[@]}" -gt 0 ] && ! $bare; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing ${missing[*]}"
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
      printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
      trap 'rm -f "$policy"' EXIT
    fi
    apt-get update -qq >/dev/null 2>&1
    for server in "${missing[@]}"; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$server" >/dev/null 2>&1 ||
        echo "could not install $server: the tests that need it will be skipped"
    done
  else
    echo "not root: the tests that need ${missing[*]} will be skipped"
  fi
fi

dotnet build Autoscale.sln -v quiet -nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

results=$(mktemp -d)
filter=()
$quick && filter=(--filter "Category!=Long")
status=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  dotnet test "$project" --no-build --nologo "${filter[@]}" \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$results/$name.trx" || status=1
done

# Totals, and why each skipped test was skipped, read from the result files.
count() { cat "$results"/*.trx 2>/dev/null | grep -o "outcome=\"$1\" testListId\|outcome=\"$1\" duration\|UnitTestResult [^>]*outcome=\"$1\"" | wc -l; }
passed=$(count Passed)
failed=$(count Failed)
skipped=$(count NotExecuted)
if [ "$skipped" -gt 0 ]; then
  echo "skipped because:"
  tr -d '\n\r' < <(cat "$results"/*.trx) | grep -o 'outcome="NotExecuted"[^>]*>[[:space:]]*<Output>[[:space:]]*<ErrorInfo>[[:space:]]*<Message>[^<]*' |
    sed 's/.*<Message>/  /' | sort | uniq -c
fi
rm -rf "$results"
[ "$status" != 0 ] && [ "$failed" = 0 ] && failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
