# shellcheck shell=bash
# Steps with a number, a result and a duration; one paragraph when something stops us.
# Sourced by the scripts beside it. Bash 5.

STEP_NUMBER=0
STEP_TOTAL=0
STEP_NAME=''
STEP_RESULT=''

# shellcheck disable=SC2034  # read by the scripts that source this file
CACHE_DIRECTORY=${XDG_CACHE_HOME:-$HOME/.cache}/lambox
LOG_DIRECTORY=$CACHE_DIRECTORY/log
STAMP_DIRECTORY=$ROOT/.cache/setup

# begin_steps TOTAL
begin_steps() {
  STEP_TOTAL=$1
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  prepare_cache_directory
  take_setup_lock
}

# run_step NAME FUNCTION: the function says what it found or did with `step_result`.
run_step() {
  local started=$EPOCHREALTIME
  STEP_NUMBER=$((STEP_NUMBER + 1))
  STEP_NAME=$1
  STEP_RESULT=''
  "$2"
  printf '[%d/%d] %s: %s (%s s)\n' "$STEP_NUMBER" "$STEP_TOTAL" "$STEP_NAME" \
    "${STEP_RESULT:-ready}" "$(seconds_since "$started")"
}

step_result() {
  STEP_RESULT=$1
}

# end_steps: what stops from here on stops in no step.
end_steps() {
  STEP_NAME=''
  release_setup_lock
}

# working WHAT: printed only where there is something to do.
working() {
  printf '[%d/%d] %s: %s …\n' "$STEP_NUMBER" "$STEP_TOTAL" "$STEP_NAME" "$1"
}

# stop WHAT WHY REMEDY: one paragraph on stderr, exit 1.
stop() {
  local paragraph="$1 $2 $3"
  [[ -n $STEP_NAME ]] && paragraph="Stopped at step $STEP_NUMBER of $STEP_TOTAL ($STEP_NAME). $paragraph"
  printf '\n%s\n' "$paragraph" | fold -s -w 100 >&2
  exit 1
}

# logged LOG WHAT REMEDY COMMAND…: output goes to a file whose end is shown on failure.
logged() {
  local log=$LOG_DIRECTORY/$1.log what=$2 remedy=$3 status=0
  shift 3
  "$@" >"$log" 2>&1 </dev/null || status=$?
  ((status == 0)) && return
  # A command that was interrupted did not fail: the trap speaks.
  ((status == 130 || status == 143)) && interrupted "$status"
  printf '\nThe last lines of %s:\n' "$log" >&2
  tail -n 15 "$log" | sed 's/^/  /' >&2
  stop "$what" "Exit code $status of: $(shorten "$*"). All of its output is in $log." "$remedy"
}

shorten() {
  if ((${#1} > 90)); then printf '%s…' "${1:0:89}"; else printf '%s' "$1"; fi
}

interrupted() {
  trap - INT TERM
  printf '\nInterrupted%s. Start it again: it goes on where it stopped.\n' \
    "${STEP_NAME:+ at step $STEP_NUMBER of $STEP_TOTAL ($STEP_NAME)}" >&2
  exit "$1"
}

seconds_since() {
  local microseconds=$((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}))
  printf '%d.%d' $((microseconds / 1000000)) $((microseconds / 100000 % 10))
}

# require_space DIRECTORY MEGABYTES PURPOSE
require_space() {
  local available
  available=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  ((available >= $2)) && return
  stop "There is not enough space in $1." "$available MB are free, $3 needs about $2 MB." \
    "Free some space there and start it again."
}

# Everything we keep outside the checkout is in this folder.
prepare_cache_directory() {
  local remedy="Free some space or make it writable, or name another folder in XDG_CACHE_HOME, then \
start it again."
  local error
  if ! error=$({ mkdir -p "$LOG_DIRECTORY" && head -c 65536 /dev/zero >"$LOG_DIRECTORY/.probe"; } 2>&1); then
    rm -f "$LOG_DIRECTORY/.probe" 2>/dev/null
    stop "The cache folder $CACHE_DIRECTORY cannot be written." \
      "The system says: ${error##*: }." "$remedy"
  fi
  rm -f "$LOG_DIRECTORY/.probe"
  require_space "$CACHE_DIRECTORY" 64 "the set-up (logs, code store)"
}

# Two set-ups in one checkout would undo each other's work.
take_setup_lock() {
  mkdir -p "$STAMP_DIRECTORY" 2>/dev/null || return 0
  command -v flock >/dev/null || return 0
  { exec 9>"$STAMP_DIRECTORY/lock"; } 2>/dev/null || return 0
  flock --nonblock 9 && return
  printf 'Another set-up works in this checkout: waiting for it …\n'
  flock 9
}

release_setup_lock() {
  { exec 9>&-; } 2>/dev/null
}

# sources_hash: of the files whose names come on stdin, names and contents.
sources_hash() {
  LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# stamp_is NAME HASH · write_stamp NAME HASH: what was built from what.
stamp_is() {
  [[ -r $STAMP_DIRECTORY/$1 && $(<"$STAMP_DIRECTORY/$1") == "$2" ]]
}

write_stamp() {
  mkdir -p "$STAMP_DIRECTORY"
  printf '%s\n' "$2" >"$STAMP_DIRECTORY/$1"
}
