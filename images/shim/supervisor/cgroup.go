package supervisor

import (
	"os"
	"path/filepath"
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
		return CPU{counter(text, "usage_usec "), counter(text, "throttled_usec ")}
	}
	return CPU{c.CPUUs(), counter(c.cpuStat.read(), "throttled_time ") / 1000}
}

// CPUUs is the processor time alone, in microseconds.
func (c *Cgroup) CPUUs() int64 {
	if c.Version == 2 {
		return counter(c.cpuStat.read(), "usage_usec ")
	}
	return leadingNumber(c.cpuUsage.read()) / 1000
}

// OomKills is how many processes the kernel killed in the container for want of memory.
func (c *Cgroup) OomKills() int64 {
	return counter(c.memoryEvents.read(), "oom_kill ")
}

// Memory is what the container uses and may use, in bytes; 0: unknown or without a limit.
func (c *Cgroup) Memory() (used, limit int64) {
	return leadingNumber(c.memoryUsage.read()), leadingNumber(c.memoryLimit.read())
}

func counter(file []byte, name string) int64 {
	return leadingNumber(value(file, name))
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
