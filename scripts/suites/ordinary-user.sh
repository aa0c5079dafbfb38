# shellcheck shell=bash
# Contract and smoke tests as a user who may use the engine and nothing else, on a copy of the checkout.

TEST_USER=lambox-test
USER_HOME=''
USER_IS_OURS=''

suite_ordinary_user() {
  heading "contract and smoke as an ordinary user"
  if ((EUID != 0)); then
    printf 'left out: these tests run as an ordinary user already\n'
    return
  fi
  local socket=${FOUND[1]#unix://}
  if [[ ! -S $socket ]]; then
    printf 'left out: the engine is not on a local socket (%s)\n' "${FOUND[1]}"
    return
  fi
  prepare_ordinary_user
  RUN_AS=(setpriv "--reuid=$TEST_USER" "--regid=$TEST_USER" "--groups=$(stat -c %g "$socket")"
    env "HOME=$USER_HOME" "USER=$TEST_USER" "LOGNAME=$TEST_USER" "XDG_CACHE_HOME=$USER_HOME/.cache"
    "XDG_RUNTIME_DIR=$USER_HOME/run" "PATH=$USER_HOME/checkout/node_modules/.bin:$USER_HOME/go/bin:$PATH")
  run_vitest "ordinary user" "$USER_HOME/checkout" --project contract --project integration contract/ smoke
  # shellcheck disable=SC2034  # read by run_vitest
  RUN_AS=()
  clean_up_ordinary_user
}

prepare_ordinary_user() {
  USER_HOME=$(mktemp -d /tmp/lambox-user.XXXXXX)
  if ! id "$TEST_USER" >/dev/null 2>&1; then
    useradd --system --no-create-home --home-dir "$USER_HOME" --shell /bin/bash --user-group "$TEST_USER"
    USER_IS_OURS=yes
  fi
  mkdir -p "$USER_HOME/checkout" "$USER_HOME/run"
  tar -C "$ROOT" --exclude=./.git --exclude=./.cache -cf - . | tar -C "$USER_HOME/checkout" -xf -
  # A Go toolchain in our own cache is closed to others.
  if [[ $(command -v go) == "$CACHE_DIRECTORY"/* ]]; then cp -r "$CACHE_DIRECTORY/go" "$USER_HOME/go"; fi
  chmod 700 "$USER_HOME/run"
  chown -R "$TEST_USER:$TEST_USER" "$USER_HOME" "$RESULTS"
}

clean_up_ordinary_user() {
  [[ -n $USER_HOME ]] && rm -rf "$USER_HOME"
  [[ -n $USER_IS_OURS ]] && userdel "$TEST_USER" 2>/dev/null
  USER_HOME=''
  USER_IS_OURS=''
}
