# shellcheck shell=bash
# A container engine: the one the user has, in the order in which Lambox itself looks for one. Where
# there is none, and we are root on a machine with apt, the distribution's Docker is installed and
# started. A running engine is never restarted or reconfigured.

ENGINE_WAIT_SECONDS=60
# As names differ between releases of Debian: those that it has.
ENGINE_PACKAGES=(docker.io docker-cli containerd runc iptables ca-certificates mmdebstrap cgroupfs-mount)

step_engine() {
  if ! find_engine; then
    [[ ${FOUND[1]} == named ]] && stop "${FOUND[2]}" "It was named explicitly, so no other is tried." \
      "${FOUND[3]}"
    provide_engine
  fi
  step_result "${FOUND[2]} at ${FOUND[1]}"
}

# Fills FOUND: `found` address description, or `none` named|searched message remedy.
find_engine() {
  mapfile -t FOUND < <(project_node "$ROOT/scripts/steps/find-engine.mjs" 2>&1)
  [[ ${FOUND[0]:-} == found ]] && return
  [[ ${FOUND[0]:-} == none ]] ||
    stop "The search for a container engine crashed." "${FOUND[*]:0:4}" "Please report it."
  return 1
}

provide_engine() {
  if ((EUID != 0)); then
    stop_as_ordinary_user
  fi
  if ! docker_is_installed || installation_is_unfinished "${ENGINE_PACKAGES[@]}"; then
    may_install_packages || stop "${FOUND[2]}" "This machine has no apt to install one with." \
      "Install Docker or Podman by the means of your system, start it, then start this again."
    require_space / 1500 "the distribution's Docker"
    working "installing the distribution's Docker"
    install_packages "${ENGINE_PACKAGES[@]}"
    hash -r
  fi
  find_engine || start_engine
}

stop_as_ordinary_user() {
  local socket=/var/run/docker.sock
  if [[ -S $socket && ! -w $socket ]]; then
    stop "${FOUND[2]}" "Docker is there, but its socket $socket is closed to $(id -un)." "${FOUND[3]}"
  elif docker_is_installed; then
    stop "${FOUND[2]}" "Docker is installed but does not run, and starting it needs root." \
      "Start it (sudo systemctl start docker; without systemd, dockerd as root), then start this again."
  else
    stop "${FOUND[2]}" "Installing one needs root." "As root: apt-get install docker.io, systemctl \
start docker, usermod -aG docker $(id -un); then log in again and start this again. Or set \
DOCKER_HOST to an engine you have."
  fi
}

# An ordinary user's PATH may lack the system's folders.
docker_is_installed() {
  PATH=$PATH:/usr/sbin:/usr/local/sbin command -v dockerd >/dev/null
}

start_engine() {
  local pid=''
  mkdir -p "$LOG_DIRECTORY"
  if [[ -d /run/systemd/system ]]; then
    working "starting Docker with systemd"
    logged systemctl-start-docker "systemd could not start Docker." \
      "Look at: journalctl -u docker" systemctl start docker
  else
    working "starting dockerd (there is no systemd)"
    mount_control_groups
    # Its own session and no descriptor of ours: it outlives us and holds no lock.
    setsid dockerd >"$LOG_DIRECTORY/dockerd.log" 2>&1 </dev/null 9>&- &
    pid=$!
  fi
  wait_for_engine "$pid"
}

# Docker needs the control groups; without systemd nothing may have mounted them.
mount_control_groups() {
  if ! grep -qE '^[^ ]+ /sys/fs/cgroup(/[^ ]+)? cgroup' /proc/mounts && command -v cgroupfs-mount >/dev/null; then
    logged cgroupfs-mount "The control groups could not be mounted." \
      "Docker cannot run on this machine; set DOCKER_HOST to an engine elsewhere." cgroupfs-mount
  fi
}

wait_for_engine() {
  local deadline=$((SECONDS + ENGINE_WAIT_SECONDS)) log=$LOG_DIRECTORY/dockerd.log
  until find_engine; do
    if [[ -n $1 ]] && ! kill -0 "$1" 2>/dev/null; then
      printf '\nThe last lines of %s:\n' "$log" >&2
      tail -n 15 "$log" | sed 's/^/  /' >&2
      stop "dockerd ended instead of starting." "Its output is in $log." \
        "Repair what it names, then start this again; or set DOCKER_HOST to another engine."
    fi
    ((SECONDS < deadline)) || stop "Docker was started but does not answer after \
$ENGINE_WAIT_SECONDS s." "${FOUND[2]}" "Look at ${1:+$log}${1:-journalctl -u docker}."
    sleep 0.2
  done
}
