# shellcheck shell=bash
# The npm packages of package-lock.json, Node.js 24 among them.

step_packages() {
  cd "$ROOT" || return
  if ! packages_installed; then
    require_space "$ROOT" 800 "installing the npm packages"
    working "npm ci"
    logged npm-ci "The npm packages could not be installed." \
      "Repair what the lines above name (network, registry, disk), then start it again." \
      npm ci --no-audit --no-fund
    hash -r
    packages_installed || stop "npm ci succeeded, yet node_modules is not complete." \
      "node_modules/.bin/node must be Node.js $(node_wanted): does npm's configuration forbid \
install scripts (ignore-scripts)?" "Try: npm rebuild node"
  fi
  hash -r
  step_result "Node.js $(node --version) in node_modules"
}

# Compares what npm noted in node_modules with the lock file: no stamp of ours that could lie.
packages_installed() {
  node "$ROOT/scripts/steps/packages-match-lock.mjs" "$ROOT" &&
    [[ $("$ROOT/node_modules/.bin/node" --version 2>/dev/null) == "v$(node_wanted)" ]]
}

node_wanted() {
  node -p 'require(process.argv[1]).packages["node_modules/node"].version' "$ROOT/package-lock.json"
}
