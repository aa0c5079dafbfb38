# shellcheck shell=bash
# The images of the runtimes in IMAGE_RUNTIMES by Lambox's own order: in the engine, pulled, made here from
# Debian packages. Only this last way needs mmdebstrap: it is installed where it is missing and we may. The
# step ends with what the image of the last runtime is.

step_image() {
  local log=$LOG_DIRECTORY/image.log runtimes
  read -ra runtimes <<<"${IMAGE_RUNTIMES:-nodejs24.x}"
  if ! resolve_image --only-present >"$log" 2>&1; then
    require_space "$CACHE_DIRECTORY" 300 "getting the image"
    working "getting the image of ${runtimes[*]} (minutes, where no registry can be reached)"
    if ! command -v mmdebstrap >/dev/null && may_install_packages && ! resolve_image >"$log" 2>&1; then
      install_packages mmdebstrap
    fi
    # Milestones pass by the log.
    logged image "The image of a runtime (${runtimes[*]}) could not be got." \
      "Read the lines above; lambox doctor says what is missing." resolve_image 3>&1
  fi
  step_result "$(tail -n 1 "$log")"
}

resolve_image() {
  project_node "$ROOT/scripts/steps/resolve-image.mjs" "$@" "${runtimes[@]}"
}
