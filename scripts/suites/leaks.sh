# shellcheck shell=bash
# After the tests nothing of ours may be left: what carries our run label, and our folders.

LEAK_GRACE_SECONDS=60

note_leftovers_before() {
  leftovers >"$RESULTS/before"
}

suite_leaks() {
  heading leaks
  local deadline=$((SECONDS + LEAK_GRACE_SECONDS)) left
  # Auto-removal by the engine may still be under way.
  until left=$(comm -13 "$RESULTS/before" <(leftovers)) && [[ -z $left ]]; do
    if ((SECONDS >= deadline)); then
      complain "leaks: $(wc -l <<<"$left") left behind: ${left//$'\n'/, }"
      return
    fi
    sleep 0.5
  done
  printf 'nothing left behind\n'
}

# Sorted lines that name what exists now. A runtime folder may stay, what is in it may not.
leftovers() {
  local temporary=${TMPDIR:-/tmp} kept="lambox-$EUID"
  {
    node "$ROOT/scripts/suites/list-labelled.mjs" "${FOUND[1]}"
    find "$temporary" -maxdepth 1 -name 'lambox*' ! -name "$kept" ! -path "$RESULTS"
    # Where nothing ever ran there are no such folders.
    find "$temporary/$kept" "${XDG_RUNTIME_DIR:-/nonexistent}/lambox" -mindepth 1 -maxdepth 1 || true
  } 2>/dev/null | LC_ALL=C sort
}
