// Package ephemeral makes what is mounted at `/tmp` of execution environments: an empty file
// system of the size asked for, in a sparse file without a name, on a loop device that goes when
// the last one closes it. It runs in a container of its own, never in a function's.
package ephemeral

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	megabytesMin = 1
	megabytesMax = 10_240
)

// Keeper holds devices open until they are mounted. Its end, in whatever way, lets go of those
// that are not.
type Keeper struct {
	folder  string
	name    string
	count   int
	devices map[string]*os.File
	attach  func(file *os.File) (*os.File, error)
}

// NewKeeper keeps its files in the folder, which must be on a real disk.
func NewKeeper(folder string) *Keeper {
	name, err := os.Hostname()
	if err != nil {
		name = "unknown"
	}
	return &Keeper{folder: folder, name: name, devices: map[string]*os.File{}, attach: attach}
}

// Serve answers requests, one a line (docs/wire.md, "The storage keeper"), until they end.
func (k *Keeper) Serve(requests io.Reader, answers io.Writer) error {
	lines := bufio.NewScanner(requests)
	for lines.Scan() {
		if answer := k.handle(lines.Text()); answer != "" {
			if _, err := io.WriteString(answers, answer+"\n"); err != nil {
				return err
			}
		}
	}
	return lines.Err()
}

func (k *Keeper) handle(request string) string {
	words := strings.Fields(request)
	if len(words) == 2 && words[0] == "prepare" {
		device, err := k.prepare(words[1])
		if err != nil {
			return fmt.Sprintf("failed %s %v", words[1], err)
		}
		return fmt.Sprintf("ready %s %s", words[1], device)
	}
	if len(words) == 2 && words[0] == "release" {
		k.release(words[1])
		return ""
	}
	return fmt.Sprintf("failed - unknown request %q", request)
}

func (k *Keeper) prepare(size string) (device string, err error) {
	megabytes, err := strconv.Atoi(size)
	if err != nil || megabytes < megabytesMin || megabytes > megabytesMax {
		return "", fmt.Errorf("size %q, expected %d to %d MB", size, megabytesMin, megabytesMax)
	}
	file, err := k.newFile()
	if err != nil {
		return "", err
	}
	// The loop device holds it from then on.
	defer file.Close()
	l := layoutFor(megabytes)
	if err := file.Truncate(l.bytes()); err != nil {
		return "", err
	}
	if err := makeFileSystem(file, l, time.Now()); err != nil {
		return "", err
	}
	attached, err := k.attach(file)
	if err != nil {
		return "", err
	}
	k.devices[attached.Name()] = attached
	return attached.Name(), nil
}

// newFile has no name any more: its blocks are free as soon as nobody holds it.
func (k *Keeper) newFile() (*os.File, error) {
	k.count++
	path := filepath.Join(k.folder, fmt.Sprintf("lambox-%s-%d", k.name, k.count))
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return file, os.Remove(path)
}

func (k *Keeper) release(device string) {
	if held := k.devices[device]; held != nil {
		delete(k.devices, device)
		held.Close()
	}
}
