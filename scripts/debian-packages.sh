# shellcheck shell=bash
# Packages of the distribution, where we may install them. Sourced.

PACKAGE_LOCK_SECONDS=300

may_install_packages() {
  ((EUID == 0)) && command -v apt-get >/dev/null
}

# installation_is_unfinished NAME…: whether one of them was left half way by an interruption.
installation_is_unfinished() {
  command -v dpkg-query >/dev/null &&
    dpkg-query --show --showformat='${db:Status-Status}\n' "$@" 2>/dev/null |
    grep -qE '^(unpacked|half-|triggers-)'
}

# install_packages NAME…: those among the names that the distribution has.
install_packages() {
  local remedy="Repair what the lines above name (network, disk, apt's sources), then start it again."
  logged apt-update "The list of Debian packages could not be read." "$remedy" \
    apt_get update
  logged dpkg-configure "An interrupted package installation could not be finished." "$remedy" \
    finish_interrupted_installation
  local name names=()
  for name in "$@"; do
    # "Candidate: (none)" is a name that others mention and nobody provides.
    if [[ $(apt-cache policy "$name" 2>/dev/null) == *"Candidate: "[^\(]* ]]; then names+=("$name"); fi
  done
  logged apt-install "The Debian packages ${names[*]} could not be installed." "$remedy" \
    apt_get install -y --no-install-recommends "${names[@]}"
}

# Nothing to do in good order. Unlike apt, dpkg does not wait for another that is at work, which may well
# be what an interrupted set-up of ours left running.
finish_interrupted_installation() {
  local deadline=$((SECONDS + PACKAGE_LOCK_SECONDS)) output
  until output=$(DEBIAN_FRONTEND=noninteractive dpkg --configure -a --force-confold 2>&1 9>&-); do
    if [[ $output != *locked* ]] || ((SECONDS >= deadline)); then
      printf '%s\n' "$output"
      return 1
    fi
    sleep 1
  done
}

# Descriptor 9 is the set-up's lock: a daemon that a package starts must not inherit it. In the
# foreground, so that an interruption from the terminal reaches apt too.
apt_get() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 timeout --foreground --kill-after=10 900 \
    apt-get -q -o DPkg::Lock::Timeout="$PACKAGE_LOCK_SECONDS" -o Dpkg::Options::=--force-confold "$@" 9>&-
}
