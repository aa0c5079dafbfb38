# shellcheck shell=bash
# The rows of the Lambda contract, black box. It also fails when the table of SPECIFICATION.md says
# something else than the tests do.

suite_conformance() {
  heading "conformance over the socket"
  local report=$RESULTS/conformance.json status=0 output=$RESULTS/conformance.log complaints=()
  rm -f "$report"
  (cd "$ROOT" && LAMBOX_CHANNEL=socket node_modules/.bin/node test/conformance/report/main.ts \
    --check --results "$report" </dev/null) | tee "$output" || status=${PIPESTATUS[0]}
  count_results conformance vitest "$report" 0
  mapfile -t complaints < <(grep '^row: ' "$output" || true)
  for complaint in "${complaints[@]}"; do complain "conformance: ${complaint#row: }"; done
  # A crash before anything was judged.
  if ! grep -q '^held [0-9]* of [0-9]*$' "$output"; then
    complain "conformance: it ended with exit code $status without a count"
  fi
}
