package ephemeral

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The kernel is the judge in the tests of real containers; this is the checker's opinion.
func TestCheckerFindsNothingWrong(t *testing.T) {
	checker, err := exec.LookPath("e2fsck")
	if err != nil {
		if checker, err = exec.LookPath("/usr/sbin/e2fsck"); err != nil {
			t.Skip("there is no e2fsck")
		}
	}
	for _, megabytes := range []int{1, 127, 128, 512, 513, 600, 1024, 10240} {
		path := newFileSystem(t, megabytes)
		output, err := exec.Command(checker, "-f", "-n", path).CombinedOutput()
		if err != nil {
			t.Errorf("%d MB: %v\n%s", megabytes, err, output)
		}
	}
}

func newFileSystem(t *testing.T, megabytes int) string {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "ext4")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	l := layoutFor(megabytes)
	if err := file.Truncate(l.bytes()); err != nil {
		t.Fatal(err)
	}
	if err := makeFileSystem(file, l, time.Now()); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

func TestLayoutLeavesWhatWasAskedFor(t *testing.T) {
	for megabytes := megabytesMin; megabytes <= megabytesMax; megabytes++ {
		l := layoutFor(megabytes)
		heldBack := atMost(l.blocks/50, 4096)
		free := l.blocks - l.used() - heldBack
		// A block more where a group more is needed for it.
		most := uint32(megabytes*blocksPerMiB) + inodeTableBlocks + 8
		if free < uint32(megabytes*blocksPerMiB) || free > most {
			t.Fatalf("%d MB: %d blocks are free of %d", megabytes, free, l.blocks)
		}
		if l.groups*descriptorBytes > blockBytes {
			t.Fatalf("%d MB: %d groups do not fit their block", megabytes, l.groups)
		}
	}
}

func TestKeeperHoldsUntilReleased(t *testing.T) {
	folder := t.TempDir()
	keeper := NewKeeper(folder)
	var attached []*os.File
	keeper.attach = func(file *os.File) (*os.File, error) {
		if info, err := file.Stat(); err != nil || info.Size() != layoutFor(512).bytes() {
			t.Errorf("attached %v, %v", info, err)
		}
		device, err := os.CreateTemp(t.TempDir(), "loop")
		attached = append(attached, device)
		return device, err
	}
	first := keeper.handle("prepare 512")
	if first != "ready 512 "+attached[0].Name() {
		t.Fatalf("answered %q", first)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
	if answer := keeper.handle("release " + attached[0].Name()); answer != "" {
		t.Errorf("answered %q", answer)
	}
	if _, err := attached[0].Stat(); err == nil {
		t.Error("the device is still open")
	}
	keeper.handle("release " + attached[0].Name())
}

func TestKeeperSaysWhatItCannot(t *testing.T) {
	keeper := NewKeeper(t.TempDir())
	keeper.attach = func(*os.File) (*os.File, error) { return nil, os.ErrPermission }
	var answers bytes.Buffer
	requests := "prepare 512\nprepare 0\nprepare 10241\nprepare x\nnonsense\n"
	if err := keeper.Serve(strings.NewReader(requests), &answers); err != nil {
		t.Fatal(err)
	}
	expected := []string{
		"failed 512 permission denied",
		`failed 0 size "0", expected 1 to 10240 MB`,
		`failed 10241 size "10241", expected 1 to 10240 MB`,
		`failed x size "x", expected 1 to 10240 MB`,
		`failed - unknown request "nonsense"`,
	}
	if answers.String() != strings.Join(expected, "\n")+"\n" {
		t.Errorf("answered\n%s", answers.String())
	}
}
