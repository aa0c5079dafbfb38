package files

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Entry is one line of the answer to `list` and `unreadable`.
type Entry struct {
	Path string `json:"path"`
	// file, folder, link or other.
	Kind string `json:"kind"`
	// Permission bits, in octal.
	Mode string `json:"mode"`
	// Differs when content, owner or mode have changed.
	Stamp string `json:"stamp"`
}

// list tells the folder and everything beneath it on the same file system. What is not there, or
// goes meanwhile, has no line.
func list(root string, out *json.Encoder) error {
	device, found := deviceOf(root)
	if !found {
		return nil
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return skipUnreadable(entry)
		}
		info, err := entry.Info()
		if err != nil {
			return nil
		}
		if info.IsDir() && statOf(info).Dev != device {
			return filepath.SkipDir
		}
		return out.Encode(newEntry(path, info))
	})
}

func skipUnreadable(entry fs.DirEntry) error {
	if entry != nil && entry.IsDir() {
		return filepath.SkipDir
	}
	return nil
}

// unreadable tells what the user that this process runs as cannot read: files, and folders that it
// cannot list or enter, of which one line stands for all beneath.
func unreadable(root string, out *json.Encoder) error {
	device, found := deviceOf(root)
	if !found {
		return nil
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if entry == nil {
			return nil
		}
		info, statErr := entry.Info()
		if statErr != nil {
			return nil
		}
		if err != nil {
			return tellDenied(path, info, err, out)
		}
		if info.IsDir() && statOf(info).Dev != device {
			return filepath.SkipDir
		}
		if info.IsDir() && syscall.Access(path, 1) != nil {
			if err := out.Encode(newEntry(path, info)); err != nil {
				return err
			}
			return filepath.SkipDir
		}
		if !info.Mode().IsRegular() {
			return nil
		}
		return tellDenied(path, info, syscall.Access(path, 4), out)
	})
}

func tellDenied(path string, info fs.FileInfo, err error, out *json.Encoder) error {
	if !errors.Is(err, syscall.EACCES) && !errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return out.Encode(newEntry(path, info))
}

func deviceOf(path string) (device uint64, found bool) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, false
	}
	return statOf(info).Dev, true
}

func newEntry(path string, info fs.FileInfo) Entry {
	stat := statOf(info)
	changed := stat.Ctim
	mode := info.Mode()
	entry := Entry{Path: path, Kind: "other", Mode: fmt.Sprintf("%04o", stat.Mode&0o7777)}
	switch {
	case mode.IsRegular():
		entry.Kind = "file"
	case mode.IsDir():
		entry.Kind = "folder"
	case mode&fs.ModeSymlink != 0:
		entry.Kind = "link"
	}
	entry.Stamp = fmt.Sprint(stat.Size, changed.Sec, changed.Nsec, stat.Ino)
	return entry
}

func statOf(info fs.FileInfo) *syscall.Stat_t {
	return info.Sys().(*syscall.Stat_t)
}
