# shellcheck shell=bash
# The TypeScript tests.

suite_unit() {
  heading "unit and house"
  run_vitest "unit and house" "$ROOT" --project unit --project house
}

suite_socket() {
  heading "contract and integration over the socket"
  # What people call `lambox run` with; without them those tests are skipped and say so.
  if ! { command -v curl && [[ -x /usr/bin/aws ]]; } >/dev/null && may_install_packages; then
    install_packages curl awscli
  fi
  LAMBOX_CHANNEL=socket run_vitest socket "$ROOT" --project contract --project integration
}

suite_attach() {
  heading "contract and smoke over attach"
  LAMBOX_CHANNEL=attach run_vitest attach "$ROOT" --project contract --project integration contract/ smoke
}

# What run_vitest puts before its command.
RUN_AS=()

# run_vitest NAME DIRECTORY ARGUMENT…
run_vitest() {
  local name=$1 directory=$2 report=$RESULTS/vitest.json status=0
  shift 2
  rm -f "$report"
  (cd "$directory" && "${RUN_AS[@]}" node_modules/.bin/node node_modules/vitest/vitest.mjs run "$@" \
    --reporter=default --reporter=json --outputFile.json="$report" </dev/null) || status=$?
  count_results "$name" vitest "$report" "$status"
}
