# shellcheck shell=bash
# The second disk: the checkout as it is, with what is built of it, the image, the plan. Sourced.

HANDOVER_PARTS=("$VM_DIRECTORY/handover" "$VM_DIRECTORY/handover.img" "$VM_DIRECTORY/results.img")

# Compilers and linters are not run in there.
HANDOVER_LEFT_OUT=(./.git ./.cache ./node_modules/@biomejs ./node_modules/typescript
  ./node_modules/@typescript ./node_modules/.vite ./node_modules/.vite-temp)

step_handover() {
  local folder=$VM_DIRECTORY/handover
  clean_up_handover
  require_space "$VM_DIRECTORY" 3000 "what is handed to the machine"
  mkdir -p "$folder/checkout"
  working "checkout, image, test programs"
  logged vm-handover "What the machine is handed could not be put together." \
    "Read the lines above; then start it again." fill_handover "$folder"
  rm -rf "$folder"
  truncate -s 64M "$VM_DIRECTORY/results.img"
  step_result "$(du -m "$VM_DIRECTORY/handover.img" | cut -f 1) MB"
}

# One after another, also where `logged` asks for the result: `set -e` does not act there.
fill_handover() {
  copy_checkout "$1/checkout" && cp -r "$ROOT/scripts/vm/guest" "$1/guest" &&
    write_plan >"$1/plan" && build_test_programs "$1/prebuilt" && save_image "$1/image.tar" &&
    make_disk "$VM_DIRECTORY/handover.img" $(($(du -sm "$1" | cut -f 1) + 1024)) "$1"
}

# As the machine's user has it, where we are root: a change in there takes minutes.
copy_checkout() {
  tar -C "$ROOT" --owner=lambox:1000 --group=lambox:1000 "${HANDOVER_LEFT_OUT[@]/#/--exclude=}" \
    -cf - . | tar -C "$1" --numeric-owner -xf -
}

# Named by the folder that they are built of: scripts/vm/guest/go finds them so.
build_test_programs() {
  local shim=$ROOT/images/shim
  export CGO_ENABLED=0 GOTOOLCHAIN=local
  mkdir -p "$1"
  (cd "$shim" && go build -trimpath -o "$1/function" ./containertest/function) &&
    (cd "$shim" && go test -c -tags container -o "$1/containertest.test" ./containertest) &&
    (cd "$ROOT/test/support/probe" && go build -trimpath -o "$1/probe" .)
}

# The last lines of what step_image wrote, one of each runtime, begin with a reference.
save_image() {
  local references
  mapfile -t references < <(tail -n "${#MACHINE_RUNTIMES[@]}" "$LOG_DIRECTORY/image.log")
  docker --host "${FOUND[1]}" save --output "$1" "${references[@]%% *}"
}

clean_up_handover() {
  rm -rf "${HANDOVER_PARTS[@]}"
}
