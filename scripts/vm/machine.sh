# shellcheck shell=bash
# The machine: the programs that run it, and its disk, Debian 13 with systemd and Docker, which is
# kept in the cache folder and made again when its recipe changes. Sourced.

VM_DIRECTORY=$CACHE_DIRECTORY/vm
MACHINE_SUITE=trixie
# As names differ between releases of Debian: those that it has.
EMULATOR_PACKAGES=(qemu-system-x86 e2fsprogs mmdebstrap docker-cli)

step_emulator() {
  # Where an ordinary user's PATH lacks the system's folders.
  PATH=$PATH:/usr/sbin:/sbin
  [[ $(uname -m) == x86_64 ]] || stop "The machine is x86_64, this one is $(uname -m)." \
    "The Node.js and the images of this checkout would not run in it." "Use a machine with x86_64."
  if ! emulator_is_complete && may_install_packages; then
    working "installing QEMU"
    install_packages "${EMULATOR_PACKAGES[@]}"
    hash -r
  fi
  emulator_is_complete || stop "There is no $MISSING." \
    "The machine needs qemu-system-x86_64, mmdebstrap, mkfs.ext4 and docker." \
    "As root: apt-get install ${EMULATOR_PACKAGES[*]}."
  step_result "$(qemu-system-x86_64 --version | head -n 1)"
}

emulator_is_complete() {
  for MISSING in qemu-system-x86_64 mmdebstrap mkfs.ext4 docker; do
    command -v "$MISSING" >/dev/null || return
  done
}

step_machine() {
  if ! machine_is_current; then
    ((EUID == 0)) || stop "The machine's disk has to be made." "That needs root, once." \
      "Start this as root with XDG_CACHE_HOME=${CACHE_DIRECTORY%/lambox}, then as you like."
    make_machine
  fi
  step_result "$VM_DIRECTORY/disk.img"
}

machine_is_current() {
  [[ -r $VM_DIRECTORY/disk.img && -r $VM_DIRECTORY/recipe ]] &&
    [[ $(<"$VM_DIRECTORY/recipe") == "$(machine_recipe)" ]]
}

machine_recipe() {
  cd "$ROOT/scripts/vm" && printf '%s\n' packages customize lambox-tests.service | sources_hash
}

# Made beside and renamed; the recipe's hash comes last, so an interrupted disk never counts.
make_machine() {
  local part=$VM_DIRECTORY/part recipe remedy="Read the lines above; then start it again."
  recipe=$(machine_recipe)
  rm -rf "$part" "$VM_DIRECTORY/recipe"
  mkdir -p "$part"
  require_space "$VM_DIRECTORY" 4000 "the machine's disk"
  working "Debian 13 with systemd and Docker"
  logged vm-debian "Debian's packages could not be unpacked." "$remedy" \
    mmdebstrap --mode=root --variant=minbase --format=directory \
    --include="$(paste -sd , "$ROOT/scripts/vm/packages")" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --customize-hook="'$ROOT/scripts/vm/customize' \"\$1\"" "$MACHINE_SUITE" "$part/root"
  cp -L "$part/root/vmlinuz" "$part/root/initrd.img" "$part"
  logged vm-disk "The machine's disk could not be made." "$remedy" \
    make_disk "$part/disk.img" 4096 "$part/root"
  mv -f "$part/vmlinuz" "$part/initrd.img" "$part/disk.img" "$VM_DIRECTORY"
  rm -rf "$part"
  printf '%s\n' "$recipe" >"$VM_DIRECTORY/recipe"
}

# make_disk FILE MEGABYTES FOLDER: a file system with what is in the folder; without a journal, as
# nobody repairs it.
make_disk() {
  rm -f "$1"
  truncate -s "$2M" "$1"
  mkfs.ext4 -q -O ^has_journal -d "$3" "$1"
}
