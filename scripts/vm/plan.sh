# shellcheck shell=bash
# What runs in the machine: the tests that depend on cgroups, freezing, limits, out of memory or the
# engine. Emulated it is 5 to 20 times slower, so whole suites stay outside. Sourced.

# How much longer a test may take than on the machine itself.
TIMEOUT_SCALE=20

# Filters of vitest: a file each.
SOCKET_TESTS=(contract/docker-isolation integration/freeze integration/smoke- integration/report
  integration/isolation contract/docker-engine contract/docker-traces integration/killed-process
  integration/engine-calls integration/ephemeral-storage integration/thaw)
ATTACH_TESTS=(integration/smoke-)

# The images of these are handed over: the machine can make none.
# shellcheck disable=SC2034  # read by test-vm and handover
MACHINE_RUNTIMES=(nodejs24.x provided.al2023)

# Those that hold processor time against a bound, or write a gigabyte, say nothing under emulation.
SHIM_TESTS='Freeze|Timer|Memory|Score|Cold|Exit|Denied|Attacks|Kills|What'

write_plan() {
  printf 'scale %s\n' "$TIMEOUT_SCALE"
  if ((${#ONLY[@]} > 0)); then
    printf 'socket %s\n' "${ONLY[@]}"
    return
  fi
  printf 'go %s\n' "$SHIM_TESTS"
  printf 'socket %s\n' "${SOCKET_TESTS[@]}"
  printf 'attach %s\n' "${ATTACH_TESTS[@]}"
}
