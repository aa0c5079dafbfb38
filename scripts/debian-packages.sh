# shellcheck shell=bash
# Packages of the distribution, where we may install them. Sourced.

may_install_packages() {
  ((EUID == 0)) && command -v apt-get >/dev/null
}

# install_packages NAME…: those among the names that the distribution has.
install_packages() {
  local remedy="Repair what the lines above name (network, disk, apt's sources), then start it again."
  logged apt-update "The list of Debian packages could not be read." "$remedy" \
    apt_get update
  if [[ -n $(dpkg --audit 2>/dev/null) ]]; then
    logged dpkg-configure "An interrupted package installation could not be finished." "$remedy" \
      dpkg --configure -a --force-confold
  fi
  local name names=()
  for name in "$@"; do
    # "Candidate: (none)" is a name that others mention and nobody provides.
    if [[ $(apt-cache policy "$name" 2>/dev/null) == *"Candidate: "[^\(]* ]]; then names+=("$name"); fi
  done
  logged apt-install "The Debian packages ${names[*]} could not be installed." "$remedy" \
    apt_get install -y --no-install-recommends "${names[@]}"
}

# Descriptor 9 is the set-up's lock: a daemon that a package starts must not inherit it.
apt_get() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 timeout --kill-after=10 900 \
    apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@" 9>&-
}
