# shellcheck shell=bash
# The shim's own tests. Fuzz targets run their committed seeds always, and search for 30 s each in CI.

FUZZ_SECONDS=30

suite_go() {
  heading "go: the shim's tests"
  local flags=()
  [[ $MODE != quick ]] && race_detector_works && flags=(-race)
  # Else the second round would be answered from Go's cache.
  [[ $MODE == all ]] && flags+=(-count 1)
  go_test "go${flags[*]:+ ${flags[*]}}" "${flags[@]}" ./...
  if [[ ${CI:-} == true && $MODE != quick ]]; then fuzz_every_target; fi
}

# The shim in containers, driven by a scripted host in Go. It uses the docker command.
suite_shim_in_containers() {
  heading "go: the shim in containers"
  if ! command -v docker >/dev/null && may_install_packages; then install_packages docker-cli; fi
  if ! command -v docker >/dev/null; then
    complain "shim in containers: there is no docker command (Debian: apt-get install docker-cli)"
    return
  fi
  DOCKER_HOST=${FOUND[1]} go_test "shim in containers" -count 1 -tags container ./containertest/...
}

# go_test NAME ARGUMENT…
go_test() {
  local name=$1 report=$RESULTS/go.json status=0
  shift
  (cd "$ROOT/images/shim" && GOTOOLCHAIN=local go test -json "$@") >"$report" 2>&1 || status=$?
  count_results "$name" go "$report" "$status"
}

fuzz_every_target() {
  local package target
  while read -r package target; do
    fuzz "$package" "$target"
  done < <(fuzz_targets)
}

# Ended by an interrupt, not by -fuzztime: at its end Go may fail with "context deadline exceeded"
# where no input did (golang/go#75804). The program by itself, as `go test` ends with 1 then. Nor is
# an input made smaller for the minute that Go has for it: two would take all the time.
fuzz() {
  local folder=$ROOT/images/shim/${1#lambox.dev/shim/} report=$RESULTS/go.json status=0
  fuzz_for_seconds "$folder" "$@" >"$report" 2>&1 || status=$?
  count_results "fuzz $2" go "$report" "$status"
}

# fuzz_for_seconds FOLDER PACKAGE TARGET: a report in Go's form.
fuzz_for_seconds() (
  export GOTOOLCHAIN=local
  cd "$1" && go test -c -o "$RESULTS/fuzz.test" -fuzz "^$3\$" . &&
    timeout --preserve-status --signal INT --kill-after 60 "$FUZZ_SECONDS" \
      "$RESULTS/fuzz.test" -test.v=test2json -test.paniconexit0 -test.run '^$' \
      -test.fuzz "^$3\$" -test.fuzzminimizetime 100x \
      -test.fuzzcachedir "$(go env GOCACHE)/fuzz/$2" 2>&1 |
    go tool test2json -p "$2"
)

# Lines of `package target`.
fuzz_targets() {
  local package
  cd "$ROOT/images/shim" || return
  for package in $(GOTOOLCHAIN=local go list ./...); do
    GOTOOLCHAIN=local go test -list '^Fuzz' "$package" 2>/dev/null | sed -n "s|^Fuzz.*|$package &|p"
  done
}

# It needs a C compiler, which a fresh machine may lack.
race_detector_works() {
  if ! command -v gcc >/dev/null && may_install_packages; then
    printf 'installing a C compiler for the race detector …\n'
    install_packages gcc libc6-dev
  fi
  command -v gcc >/dev/null && return
  printf 'without the race detector: it needs a C compiler (gcc), and there is none\n'
  return 1
}
