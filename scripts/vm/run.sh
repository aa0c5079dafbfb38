# shellcheck shell=bash
# Starts the machine, shows what it says, and counts what its runners reported. Sourced.

MACHINE_HOURS_MAX=3
SHOWN='lambox-vm: |✓|×|✗|--- (PASS|FAIL)|^ *(Tests|Error|AssertionError)'
# systemd gives up after 90 s, which an emulated start beside other work may take.
PATIENT='systemd.default_timeout_start_sec=1800 systemd.default_device_timeout_sec=1800'
MACHINE_LOG=$LOG_DIRECTORY/vm-console.log

run_machine() {
  heading "the machine"
  printf 'It starts in a minute, beside other work in several. All that it says: %s\n' "$MACHINE_LOG"
  local status=0
  # The disk stays as it was made: what is written goes to a file that ends with QEMU.
  timeout --foreground --kill-after=10 "${MACHINE_HOURS_MAX}h" nice -n 19 qemu-system-x86_64 \
    -accel tcg,thread=multi -cpu max -m 3072 -smp 2 \
    -display none -nodefaults -no-reboot -serial stdio -device virtio-rng-pci \
    -kernel "$VM_DIRECTORY/vmlinuz" -initrd "$VM_DIRECTORY/initrd.img" \
    -append "root=/dev/vda rw console=ttyS0 quiet panic=-1 $PATIENT" \
    -drive "file=$VM_DIRECTORY/disk.img,if=virtio,format=raw,snapshot=on" \
    -drive "file=$VM_DIRECTORY/handover.img,if=virtio,format=raw,cache=unsafe" \
    -drive "file=$VM_DIRECTORY/results.img,if=virtio,format=raw,cache=unsafe" \
    </dev/null 2>&1 | tee "$MACHINE_LOG" | show_console || status=$?
  ((status == 0)) || complain "the machine: QEMU ended with exit code $status"
}

# What the tests say of themselves, without the noise of the start.
show_console() {
  stdbuf -oL tr -d '\r' | grep --line-buffered -aE "$SHOWN"
}

count_machine_results() {
  local folder=$RESULTS/machine report name
  mkdir -p "$folder"
  # A disk that nobody wrote to is an empty tar.
  tar -C "$folder" -xf "$VM_DIRECTORY/results.img" 2>/dev/null || true
  if [[ ! -r $folder/complete ]]; then
    tail -n 15 "$MACHINE_LOG" | sed 's/^/  /'
    complain "the machine: it ended before its tests did"
  fi
  [[ -r $folder/facts ]] || return 0
  heading "results of $(<"$folder/facts")"
  # The conversion needs the toolchain, which the machine does not have.
  if [[ -r $folder/shim.go.txt ]]; then
    go tool test2json -p containertest <"$folder/shim.go.txt" >"$folder/shim.go.json"
    count_results "shim in containers" go "$folder/shim.go.json" "$(<"$folder/shim.go.status")"
  fi
  for report in "$folder"/{socket,attach}.*.status; do
    [[ -r $report ]] || continue
    name=$(basename "$report" .status)
    count_results "$name" vitest "$folder/$name.json" "$(<"$report")"
  done
}
