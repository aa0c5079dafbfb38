# shellcheck shell=bash
# The orchestrator: src/ → dist/, when a source changed.

step_build() {
  if ! build_is_current; then
    working "compiling TypeScript"
    cd "$ROOT" || return
    rm -f "$STAMP_DIRECTORY/build"
    rm -rf dist
    logged build "The TypeScript sources could not be compiled." "Read the compiler's lines above." \
      npm run build
    write_stamp build "$(build_hash)"
  fi
  step_result dist/
}

build_is_current() {
  [[ -r $ROOT/dist/index.js ]] && stamp_is build "$(build_hash)"
}

build_hash() {
  cd "$ROOT" && find src tsconfig.json tsconfig.build.json package-lock.json -type f | sources_hash
}
