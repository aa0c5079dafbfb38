package main

import (
	"debug/buildinfo"
	"debug/elf"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"
)

const binaryBytesMax = 8 << 20

// build gives the binary as it is made for containers, in a folder of its own.
func build(t *testing.T, architecture string) string {
	t.Helper()
	folder := t.TempDir()
	command := exec.Command("./build.sh", architecture)
	command.Env = append(os.Environ(), "OUT="+folder)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return filepath.Join(folder, "lambox-shim-"+architecture)
}

// TestBinaries: they run in an image with nothing in it, and are copied to every machine.
func TestBinaries(t *testing.T) {
	for architecture, machine := range map[string]elf.Machine{
		"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64,
	} {
		path := build(t, architecture)
		status, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if status.Size() >= binaryBytesMax {
			t.Errorf("%s: %d bytes, expected less than %d", architecture, status.Size(),
				binaryBytesMax)
		}
		binary, err := elf.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer binary.Close()
		if binary.Machine != machine {
			t.Errorf("%s: for %v", architecture, binary.Machine)
		}
		for _, part := range binary.Progs {
			if part.Type == elf.PT_INTERP || part.Type == elf.PT_DYNAMIC {
				t.Errorf("%s: not static, it has %v", architecture, part.Type)
			}
		}
		info, err := buildinfo.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, module := range info.Deps {
			t.Errorf("%s: has %s, expected the standard library alone", architecture, module.Path)
		}
	}
}

// It is started where it must refuse: as a child, it is nobody's first process.
func TestRefusesToBeAnotherProcess(t *testing.T) {
	command := exec.Command(build(t, runtime.GOARCH), "--channel", "unix:/none")
	output, err := command.CombinedOutput()
	want := regexp.MustCompile(`^lambox-shim: pid \d+, expected 1: ` +
		`it only runs as a container's first process\n$`)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 || !want.Match(output) {
		t.Errorf("%v: %s", err, output)
	}
}
