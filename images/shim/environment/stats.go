package environment

import (
	"os"
	"runtime/debug"
	"strings"
	"syscall"

	"lambox.dev/shim/channel"
)

func (e *Environment) sendStats() error {
	count := e.Census.Take()
	descriptors, most := e.Census.Descriptors()
	return e.send(channel.Stats, channel.StatsMessage{
		Processes: count.Processes, Threads: e.Census.Threads(), Descriptors: descriptors,
		DescriptorsMax: most, TmpBytes: usedBytes("/tmp"),
		MemoryBytes: count.MemoryBytes, CPUUs: e.Cgroup.CPUUs(), ShimMemoryBytes: ownMemory(),
		Peaks: e.peaksSoFar(),
	})
}

// forgetPeaks begins anew, where peaks are kept. Under the environment's mutex, as notePeaks.
func (e *Environment) forgetPeaks(keep bool) {
	e.peaks = nil
	if keep {
		e.peaks = &channel.Peaks{}
	}
}

// notePeaks looks at nothing where nobody wants to know.
func (e *Environment) notePeaks() {
	if e.peaks == nil {
		return
	}
	if threads := e.Census.Threads(); threads > e.peaks.Threads {
		e.peaks.Threads = threads
	}
	if _, most := e.Census.Descriptors(); most > e.peaks.DescriptorsMax {
		e.peaks.DescriptorsMax = most
	}
	if bytes := usedBytes("/tmp"); bytes > e.peaks.TmpBytes {
		e.peaks.TmpBytes = bytes
	}
}

func (e *Environment) peaksSoFar() *channel.Peaks {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.peaks == nil {
		return nil
	}
	peaks := *e.peaks
	return &peaks
}

// usedBytes is what is taken of a file system.
func usedBytes(path string) int64 {
	var room syscall.Statfs_t
	if syscall.Statfs(path, &room) != nil {
		return 0
	}
	return int64(room.Blocks-room.Bfree) * room.Bsize
}

// ownMemoryMax is what the shim may keep between two lives, in bytes: two and a half times as much
// as it has at its start.
const ownMemoryMax = 24 << 20

// giveMemoryBack is for what a life has made the shim need: the next one would pay for it.
func giveMemoryBack() {
	if ownMemory() > ownMemoryMax {
		debug.FreeOSMemory()
	}
}

// ownMemory is what of the shim is resident, in bytes.
func ownMemory() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(text))
	if err != nil || len(fields) < 2 {
		return 0
	}
	var pages int64
	for _, digit := range fields[1] {
		pages = pages*10 + int64(digit-'0')
	}
	return pages * int64(syscall.Getpagesize())
}
