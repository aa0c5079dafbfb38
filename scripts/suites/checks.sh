# shellcheck shell=bash
# What is true without running the product. Each check that fails counts as one failure.

suite_checks() {
  heading checks
  cd "$ROOT" || return
  check types npm run --silent typecheck
  check lint npm run --silent lint
  check "go vet" go_vet
  check gofmt go_is_formatted
  if ! command -v shellcheck >/dev/null && may_install_packages; then install_packages shellcheck; fi
  if command -v shellcheck >/dev/null; then
    check shellcheck shell_scripts_are_clean
  else
    printf 'shellcheck: left out, it is not installed\n'
  fi
}

# check NAME COMMAND…: quiet when it holds.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    printf '%s: holds\n' "$name"
  else
    printf '%s\n' "$output"
    complain "$name: does not hold"
  fi
}

# Every file is in one of these.
go_vet() {
  cd "$ROOT/images/shim" && export GOTOOLCHAIN=local &&
    go vet ./... && GOARCH=arm64 go vet ./... &&
    go vet -tags container ./... && go vet -tags container,cost ./...
}

go_is_formatted() {
  local unformatted
  unformatted=$(cd "$ROOT/images/shim" && gofmt -l .)
  [[ -z $unformatted ]] || { printf 'gofmt would change:\n%s\n' "$unformatted" && return 1; }
}

shell_scripts_are_clean() {
  grep -rlE '^(#!/usr/bin/env bash|# shellcheck shell=bash)' scripts .ci images --include='*' |
    xargs shellcheck --external-sources
}
