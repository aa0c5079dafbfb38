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

# The same places as test/support/open-browser.ts.
has_browser() {
  local place
  for place in "${LAMBOX_TEST_BROWSER:-}" /usr/bin/chromium{,-browser} /usr/bin/google-chrome{-stable,}; do
    [[ -x $place ]] && return
  done
  return 1
}

# The pages that we write, in a browser. Only CI installs one: it is large, and a desk has its own or none.
suite_browser() {
  heading "pages in a browser"
  if ! has_browser && [[ -n ${CI:-} ]] && may_install_packages; then
    # Where that fails, these tests are not run, and the others are.
    (install_packages chromium fonts-dejavu-core) || true
  fi
  if has_browser; then
    run_vitest browser "$ROOT" --project browser
  else
    not_run "the pages in a browser: there is no Chromium"
  fi
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
