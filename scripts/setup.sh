# shellcheck shell=bash
# The set-up's seven steps, shared by quickstart and test. Sourced; needs ROOT.

# shellcheck source=scripts/progress.sh
source "$ROOT/scripts/progress.sh"
# shellcheck source=scripts/debian-packages.sh
source "$ROOT/scripts/debian-packages.sh"
for step in node packages engine go shim build image; do
  # shellcheck disable=SC1090  # one file per step, checked each by itself
  source "$ROOT/scripts/steps/$step.sh"
done

# Node.js keeps what it compiled: half of a short program's time.
project_node() {
  NODE_COMPILE_CACHE=$STAMP_DIRECTORY/compiled node "$@"
}

run_setup() {
  run_step "Node.js" step_node
  run_step "npm packages" step_packages
  run_step "Container engine" step_engine
  run_step "Go" step_go
  run_step "Shim" step_shim
  run_step "Build" step_build
  run_step "Image" step_image
}
