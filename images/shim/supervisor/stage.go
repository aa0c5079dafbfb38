package supervisor

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// StageName is the program name under which this binary is the stage between fork and exec: it
// makes the process what a function's process is, then becomes the program.
const StageName = "lambox-stage"

// Descriptors of the stage besides the standard three.
const (
	stageSpecification = 3
	stageStatus        = 4
	stageLog           = 5
)

// LogDescriptor is the number under which a runtime finds the framing descriptor (contract §4.4).
const LogDescriptor = 62

// The kernel kills these before anything else in the container.
const functionOomScore = "1000"

// RunStage does not return.
func RunStage() {
	// Capabilities belong to a thread; the one that drops them must be the one that becomes the
	// program.
	runtime.LockOSThread()
	status := os.NewFile(stageStatus, "status")
	syscall.CloseOnExec(stageStatus)
	bytes, err := io.ReadAll(os.NewFile(stageSpecification, "specification"))
	if err != nil {
		stageFailed(status, "setup", err)
	}
	syscall.Close(stageSpecification)
	program, err := decodeProgram(bytes)
	if err != nil {
		stageFailed(status, "setup", err)
	}
	if err := restrict(program); err != nil {
		stageFailed(status, "setup", err)
	}
	if program.Directory != "" {
		if err := syscall.Chdir(program.Directory); err != nil {
			stageFailed(status, "chdir", err)
		}
	}
	stageFailed(status, "exec", syscall.Exec(program.Path, program.Arguments, program.Variables))
}

func stageFailed(status *os.File, step string, err error) {
	number := 0
	if errno, ok := err.(syscall.Errno); ok {
		number = int(errno)
	}
	fmt.Fprintf(status, "%s %d %s", step, number, err)
	os.Exit(127)
}

// restrict takes from this process what a function's process must not have.
func restrict(program *Program) error {
	// Raising one's own score needs no capability. Where there is no /proc the kernel chooses by
	// size.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte(functionOomScore), 0)
	if program.LogPipe {
		if err := syscall.Dup3(stageLog, LogDescriptor, 0); err != nil {
			return fmt.Errorf("descriptor %d: %v", LogDescriptor, err)
		}
		syscall.Close(stageLog)
	}
	syscall.Umask(0o022)
	setLimits(program)
	if err := dropInheritable(); err != nil {
		return fmt.Errorf("capabilities: %v", err)
	}
	if os.Getuid() == program.UID {
		return nil
	}
	if err := syscall.Setgroups([]int{}); err != nil {
		return fmt.Errorf("supplementary groups: %v", err)
	}
	if err := syscall.Setgid(program.GID); err != nil {
		return fmt.Errorf("gid %d: %v", program.GID, err)
	}
	if err := syscall.Setuid(program.UID); err != nil {
		return fmt.Errorf("uid %d: %v", program.UID, err)
	}
	return nil
}

const rlimitMemlock = 8

func setLimits(program *Program) {
	// The stack's hard limit stays, as in Lambda; the others are soft and hard.
	setLimit(syscall.RLIMIT_NOFILE, program.OpenFiles, true)
	setLimit(syscall.RLIMIT_STACK, program.StackBytes, false)
	setLimit(syscall.RLIMIT_CORE, program.CoreBytes, true)
	setLimit(rlimitMemlock, program.LockedBytes, true)
}

// setLimit comes as near as the container's own hard limit lets it: raising that needs a capability
// that the shim does not have.
func setLimit(resource int, value uint64, hard bool) {
	var limit syscall.Rlimit
	if value == 0 || syscall.Getrlimit(resource, &limit) != nil {
		return
	}
	if value > limit.Max {
		value = limit.Max
	}
	limit.Cur = value
	if hard {
		limit.Max = value
	}
	_ = syscall.Setrlimit(resource, &limit)
}

const capabilityVersion = 0x20080522

type capabilityHeader struct {
	version uint32
	pid     int32
}

type capabilityData struct {
	effective, permitted, inheritable uint32
}

// dropInheritable: some engines fill the inheritable set, which a change of user does not empty.
func dropInheritable() error {
	header := capabilityHeader{version: capabilityVersion}
	var data [2]capabilityData
	_, _, errno := syscall.RawSyscall(syscall.SYS_CAPGET, uintptr(unsafe.Pointer(&header)),
		uintptr(unsafe.Pointer(&data[0])), 0)
	if errno != 0 {
		return errno
	}
	data[0].inheritable, data[1].inheritable = 0, 0
	_, _, errno = syscall.RawSyscall(syscall.SYS_CAPSET, uintptr(unsafe.Pointer(&header)),
		uintptr(unsafe.Pointer(&data[0])), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// Program is what the stage becomes. It travels to the stage through a pipe: arguments and
// environment of a running process can be read by others.
type Program struct {
	Path        string
	Arguments   []string
	Variables   []string
	Directory   string
	UID, GID    int
	OpenFiles   uint64
	StackBytes  uint64
	CoreBytes   uint64
	LockedBytes uint64
	LogPipe     bool
}

// Strings with a zero byte between them: no argument, variable or path can hold one.
func (p *Program) encode() []byte {
	number := func(value uint64) string { return strconv.FormatUint(value, 10) }
	fields := []string{
		p.Path, p.Directory, strconv.Itoa(p.UID), strconv.Itoa(p.GID), number(p.OpenFiles),
		number(p.StackBytes),
		number(p.CoreBytes), number(p.LockedBytes), strconv.FormatBool(p.LogPipe),
		strconv.Itoa(len(p.Arguments)),
	}
	fields = append(append(fields, p.Arguments...), p.Variables...)
	return []byte(strings.Join(fields, "\x00"))
}

const programFields = 10

func decodeProgram(bytes []byte) (*Program, error) {
	fields := strings.Split(string(bytes), "\x00")
	if len(fields) < programFields {
		return nil, fmt.Errorf("specification of %d fields, expected at least %d", len(fields),
			programFields)
	}
	var numbers [7]uint64
	for index, field := range []int{2, 3, 4, 5, 6, 7, 9} {
		value, err := strconv.ParseUint(fields[field], 10, 64)
		if err != nil {
			return nil, err
		}
		numbers[index] = value
	}
	rest := fields[programFields:]
	count := int(numbers[6])
	if count < 1 || count > len(rest) {
		return nil, fmt.Errorf("specification with %d arguments in %d fields", count, len(rest))
	}
	return &Program{
		Path: fields[0], Directory: fields[1], UID: int(numbers[0]), GID: int(numbers[1]),
		OpenFiles:  numbers[2],
		StackBytes: numbers[3], CoreBytes: numbers[4], LockedBytes: numbers[5],
		LogPipe:   fields[8] == "true",
		Arguments: rest[:count], Variables: rest[count:],
	}, nil
}
