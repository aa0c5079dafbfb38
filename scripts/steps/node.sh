# shellcheck shell=bash
# Node.js to start with: any ≥ 20. The one the project runs on (24) comes with its npm packages.

step_node() {
  local remedy="Install one (Debian 13: apt-get install nodejs npm) and start it again."
  local name version major
  for name in node npm; do
    command -v "$name" >/dev/null || stop "There is no $name on the PATH." \
      "The set-up needs Node.js 20 or newer with npm." "$remedy"
  done
  version=$(node --version 2>&1) || stop "node does not run." "It says: $version." "$remedy"
  major=${version#v}
  major=${major%%.*}
  if [[ ! $major =~ ^[0-9]+$ ]] || ((major < 20)); then
    stop "$(command -v node) is Node.js $version." "The set-up needs 20 or newer." "$remedy"
  fi
  step_result "$version to start with"
  # From here on the project's own Node.js and tools come first.
  PATH=$ROOT/node_modules/.bin:$PATH
}
