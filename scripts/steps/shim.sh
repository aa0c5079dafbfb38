# shellcheck shell=bash
# The shim's binary for this machine, built when it is missing or older than its sources.

step_shim() {
  if ! shim_is_current; then
    working "building the shim"
    rm -f "$STAMP_DIRECTORY/shim-$(shim_architecture)"
    logged shim "The shim could not be built." "Read the compiler's lines above." \
      env GOTOOLCHAIN=local "$ROOT/images/shim/build.sh" "$(shim_architecture)"
    [[ -x $(shim_binary) ]] || stop "The shim's build succeeded without a binary." \
      "Expected $(shim_binary)." "Please report it."
    write_stamp "shim-$(shim_architecture)" "$(shim_hash)"
  fi
  step_result "images/shim/bin/$(basename "$(shim_binary)")"
}

shim_is_current() {
  [[ -x $(shim_binary) ]] && stamp_is "shim-$(shim_architecture)" "$(shim_hash)"
}

shim_binary() {
  printf '%s/images/shim/bin/lambox-shim-%s' "$ROOT" "$(shim_architecture)"
}

shim_architecture() {
  case $(uname -m) in
    aarch64 | arm64) printf arm64 ;;
    *) printf amd64 ;;
  esac
}

shim_hash() {
  cd "$ROOT/images/shim" &&
    find . -name '*.go' ! -name '*_test.go' -o -name go.mod -o -name build.sh | sources_hash
}
