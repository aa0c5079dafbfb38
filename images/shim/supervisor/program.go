package supervisor

import (
	"os"
	"syscall"
)

// functionOomScore is the highest there is: the kernel kills these before anything else.
const functionOomScore = "1000"

// writingAnywhere is CAP_DAC_OVERRIDE and CAP_FOWNER.
const writingAnywhere = 1<<1 | 1<<3

// Program is what a process becomes.
type Program struct {
	Path      string
	Arguments []string
	// The whole environment, as NAME=value.
	Variables []string
	// Empty: the shim's own.
	Directory string
	UID, GID  int
	// It may write wherever root may: for a container that is to show what is written.
	WritesAnywhere bool
	// Resource limits; 0 leaves the container's.
	OpenFiles, StackBytes, CoreBytes, LockedBytes uint64
}

// stage prepares everything that the new process needs. The error is a text with a zero byte in it.
func (p *Program) stage(descriptors *stageDescriptors) (*stage, error) {
	prepared := &stage{
		null: uintptr(descriptors.null), output: uintptr(descriptors.output),
		log: uintptr(descriptors.log), status: uintptr(descriptors.status),
		uid: uintptr(p.UID), gid: uintptr(p.GID), keepUser: os.Getuid() == p.UID,
	}
	if p.WritesAnywhere {
		prepared.kept = writingAnywhere
	}
	prepared.capabilities.version = capabilityVersion
	copy(prepared.score[:], functionOomScore)
	var err error
	texts := func(from string) *byte {
		text, failed := syscall.BytePtrFromString(from)
		if failed != nil {
			err = failed
		}
		return text
	}
	lists := func(from []string) **byte {
		list, failed := syscall.SlicePtrFromStrings(from)
		if failed != nil {
			err = failed
			return nil
		}
		return &list[0]
	}
	prepared.path, prepared.scorePath = texts(p.Path), texts("/proc/self/oom_score_adj")
	prepared.arguments, prepared.variables = lists(p.Arguments), lists(p.Variables)
	if p.Directory != "" {
		prepared.directory = texts(p.Directory)
	}
	// The stack's hard limit stays, as in Lambda; the others are soft and hard.
	prepared.limits = [4]stageLimit{
		limit(syscall.RLIMIT_NOFILE, p.OpenFiles, true),
		limit(syscall.RLIMIT_STACK, p.StackBytes, false),
		limit(syscall.RLIMIT_CORE, p.CoreBytes, true), limit(rlimitMemlock, p.LockedBytes, true),
	}
	return prepared, err
}

// limit comes as near as the container's own hard limit lets it: raising that needs a capability
// that the shim does not have.
func limit(resource int, wanted uint64, hard bool) stageLimit {
	limit := stageLimit{resource: uintptr(resource)}
	if wanted == 0 || syscall.Getrlimit(resource, &limit.value) != nil {
		return limit
	}
	if wanted > limit.value.Max {
		wanted = limit.value.Max
	}
	limit.value.Cur, limit.set = wanted, true
	if hard {
		limit.value.Max = wanted
	}
	return limit
}
