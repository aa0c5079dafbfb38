package supervisor

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"lambox.dev/shim/rawio"
)

// Cgroup reads the container's own counters, of version 1 and 2 alike. Its files stay open.
type Cgroup struct {
	// 1, 2, or 0 where there is nothing to read.
	Version int

	cpuUsage, cpuStat, memoryEvents, memoryUsage, memoryLimit *counterFile
}

// CPU is processor time of the whole container, in microseconds.
type CPU struct {
	UsedUs, ThrottledUs int64
}

// OpenCgroup finds the container's group below the root, which is /sys/fs/cgroup but in tests.
// `own` is the text of /proc/self/cgroup.
func OpenCgroup(root, own string) *Cgroup {
	if _, err := os.Stat(filepath.Join(root, "cgroup.controllers")); err == nil {
		open := func(name string) *counterFile { return openCounter(root, ownPath(own, ""), name) }
		return &Cgroup{
			Version: 2, cpuStat: open("cpu.stat"), memoryEvents: open("memory.events"),
			memoryUsage: open("memory.current"), memoryLimit: open("memory.max"),
		}
	}
	open := func(controller, name string) *counterFile {
		return openCounter(filepath.Join(root, controller), ownPath(own, controller), name)
	}
	group := &Cgroup{
		Version: 1, cpuUsage: open("cpuacct", "cpuacct.usage"), cpuStat: open("cpu", "cpu.stat"),
		memoryEvents: open("memory", "memory.oom_control"),
		memoryUsage:  open("memory", "memory.usage_in_bytes"),
		memoryLimit:  open("memory", "memory.limit_in_bytes"),
	}
	if group.cpuUsage == nil && group.memoryEvents == nil {
		group.Version = 0
	}
	return group
}

// ownPath is the group of this process in a hierarchy (version 2: the one without a controller's
// name).
func ownPath(own, controller string) string {
	for _, line := range strings.Split(own, "\n") {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) != 3 {
			continue
		}
		for _, name := range strings.Split(parts[1], ",") {
			if name == controller {
				return parts[2]
			}
		}
	}
	return ""
}

// CPU is what the container used so far.
func (c *Cgroup) CPU() CPU {
	if c.Version == 2 {
		text := c.cpuStat.read()
		return CPU{number(text, "usage_usec"), number(text, "throttled_usec")}
	}
	return CPU{c.CPUUs(), number(c.cpuStat.read(), "throttled_time") / 1000}
}

// CPUUs is the processor time alone, in microseconds.
func (c *Cgroup) CPUUs() int64 {
	if c.Version == 2 {
		return number(c.cpuStat.read(), "usage_usec")
	}
	used, _ := strconv.ParseInt(string(bytes.TrimSpace(c.cpuUsage.read())), 10, 64)
	return used / 1000
}

// OomKills is how many processes the kernel killed in the container for want of memory.
func (c *Cgroup) OomKills() int64 {
	return number(c.memoryEvents.read(), "oom_kill")
}

// Memory is what the container uses and may use, in bytes; 0: unknown or without a limit.
func (c *Cgroup) Memory() (used, limit int64) {
	used, _ = strconv.ParseInt(string(bytes.TrimSpace(c.memoryUsage.read())), 10, 64)
	limit, _ = strconv.ParseInt(string(bytes.TrimSpace(c.memoryLimit.read())), 10, 64)
	return used, limit
}

// number is what stands behind the name in a file of names and numbers.
func number(text []byte, name string) int64 {
	for len(text) > 0 {
		line := text
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			line, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		if len(line) > len(name) && string(line[:len(name)]) == name && line[len(name)] == ' ' {
			parsed, _ := strconv.ParseInt(string(bytes.TrimSpace(line[len(name):])), 10, 64)
			return parsed
		}
	}
	return 0
}

type counterFile struct {
	descriptor int
	buffer     [1024]byte
}

// openCounter: with a namespace of its own the container sees its group as the root, without one
// below it.
func openCounter(root, own, name string) *counterFile {
	for _, folder := range []string{filepath.Join(root, own), root} {
		descriptor, err := syscall.Open(filepath.Join(folder, name),
			syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err == nil {
			return &counterFile{descriptor: descriptor}
		}
	}
	return nil
}

func (f *counterFile) read() []byte {
	if f == nil {
		return nil
	}
	length, _ := rawio.ReadAt(uintptr(f.descriptor), f.buffer[:], 0)
	return f.buffer[:length]
}
