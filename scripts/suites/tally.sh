# shellcheck shell=bash
# Counts what the test runners report. Sourced.

begin_tally() {
  PASSED=0
  FAILED=0
  COMPLAINTS=()
  UNSTEADY=()
  NOT_RUN=()
  COUNTED=''
  RESULTS=$(mktemp -d "${TMPDIR:-/tmp}/lambox-results.XXXXXX")
  trap 'end_early $?' EXIT
}

# However it ends, what we made is removed, and the last line is the count.
end_early() {
  clean_up_ordinary_user
  rm -rf "$RESULTS"
  if [[ -z $COUNTED ]]; then printf '\n%d passed, %d failed\n' "$PASSED" $((FAILED + 1)); fi
  exit "$1"
}

heading() {
  printf '\n--- %s ---\n' "$1"
}

# count_results SUITE RUNNER FILE STATUS: adds the runner's own figures; a crash or an empty run is a failure.
count_results() {
  local passed=0 failed=0 skipped=0 again=0 lines=()
  mapfile -t lines < <(node "$ROOT/scripts/suites/count-results.mjs" "$2" "$3")
  read -r passed failed skipped again <<<"${lines[0]:-0 0 0 0}"
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  printf '%s: %d passed, %d failed, %d skipped\n' "$1" "$passed" "$failed" "$skipped"
  UNSTEADY+=("${lines[@]:1:again}")
  ((failed > 0)) && COMPLAINTS+=("$1: $failed failed" "${lines[@]:1+again}")
  if ((passed + failed == 0)); then
    complain "$1: ran nothing"
  elif (($4 != 0 && failed == 0)); then
    complain "$1: the runner ended with exit code $4 though no test failed"
  fi
}

# complain WHAT: one failure that no runner counts.
complain() {
  FAILED=$((FAILED + 1))
  COMPLAINTS+=("$1")
  printf '%s\n' "$1"
}

# not_run WHAT: a suite whose surroundings are missing; the end says so, because nothing was tested.
not_run() {
  NOT_RUN+=("$1")
  printf 'not run: %s\n' "$1"
}

# A test that passes at its second try is a defect, but no reason to hold back what works, unless
# there are many (docs/decisions/0005).
UNSTEADY_MAX=3

end_tally() {
  if ((${#UNSTEADY[@]} > UNSTEADY_MAX)); then
    complain "${#UNSTEADY[@]} tests passed only when tried again, at most $UNSTEADY_MAX may"
  fi
  if ((${#UNSTEADY[@]} > 0)); then
    printf '\nPassed only when tried again, to be mended:\n'
    printf '  %s\n' "${UNSTEADY[@]}"
  fi
  if ((${#NOT_RUN[@]} > 0)); then
    printf '\nNot run:\n'
    printf '  %s\n' "${NOT_RUN[@]}"
  fi
  if ((FAILED > 0)); then
    printf '\nWhat failed:\n'
    printf '  %s\n' "${COMPLAINTS[@]}"
  fi
  printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"
  COUNTED=yes
  ((FAILED == 0)) || exit 1
}
