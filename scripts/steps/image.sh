# shellcheck shell=bash
# The image of nodejs24.x by Lambox's own order: in the engine, pulled, made here from Debian packages.
# Only the last needs mmdebstrap: it is installed where it is missing and we may.

step_image() {
  local log=$LOG_DIRECTORY/image.log
  if ! resolve_image --only-present >"$log" 2>&1; then
    require_space "$CACHE_DIRECTORY" 300 "getting the image"
    working "getting the image of nodejs24.x (minutes, where no registry can be reached)"
    if ! command -v mmdebstrap >/dev/null && may_install_packages && ! resolve_image >"$log" 2>&1; then
      install_packages mmdebstrap
    fi
    # Milestones pass by the log.
    logged image "The image of the runtime nodejs24.x could not be got." \
      "Read the lines above; lambox doctor says what is missing." resolve_image 3>&1
  fi
  step_result "$(tail -n 1 "$log")"
}

resolve_image() {
  project_node "$ROOT/scripts/steps/resolve-image.mjs" "$@"
}
