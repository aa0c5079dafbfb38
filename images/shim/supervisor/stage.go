package supervisor

import (
	"runtime"
	"syscall"
	"unsafe"
)

// LogDescriptor is the number under which a runtime finds the framing descriptor (contract §4.4).
const LogDescriptor = 62

// Steps of the stage, in its report when one fails.
const (
	stepDescriptors = 1 + iota
	stepCapabilities
	stepGroups
	stepGID
	stepUID
	stepChdir
	stepExec
)

var stepNames = [...]string{
	stepDescriptors: "descriptors", stepCapabilities: "capabilities",
	stepGroups: "supplementary groups", stepGID: "gid", stepUID: "uid",
}

const (
	signalsMax        = 64
	capabilityVersion = 0x20080522
	rlimitMemlock     = 8
	keepCapabilities  = 8
	ambient           = 47
	ambientRaise      = 2
	sigSetmask        = 2
	exitNotStarted    = 127
)

// stage is what happens between fork and exec: the new process makes itself what a function's
// process is, then becomes the program. It runs in a copy of a program whose other threads are
// gone, so it may do nothing but system calls: no allocation, no stack growth, no lock. All is
// prepared before.
type stage struct {
	path, directory      *byte
	arguments, variables **byte
	null, output, log    uintptr
	status               uintptr
	uid, gid             uintptr
	keepUser             bool
	// Kept over the change of user: a set of bits, empty but in a relaxed container.
	kept   uint32
	limits [4]stageLimit

	scorePath    *byte
	score        [4]byte
	capabilities struct {
		version uint32
		pid     int32
		sets    [6]uint32
	}
	mask    uint64
	nothing [8]uint64
	report  [2]byte
}

type stageLimit struct {
	resource uintptr
	value    syscall.Rlimit
	set      bool
}

// fork starts the stage. Signals are blocked around it: none may be handled by the copy.
func (s *stage) fork() (pid int, errno syscall.Errno) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	pid, errno = s.clone()
	runtime.KeepAlive(s)
	return pid, errno
}

//go:nosplit
//go:norace
func (s *stage) clone() (int, syscall.Errno) {
	all := ^uint64(0)
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, sigSetmask, uintptr(unsafe.Pointer(&all)),
		uintptr(unsafe.Pointer(&s.mask)), 8, 0, 0)
	// Memory is copied, not shared: were it shared, the kernel could kill the shim for the score
	// that its child has for a moment.
	pid, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	if errno == 0 && pid == 0 {
		s.run()
	}
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, sigSetmask, uintptr(unsafe.Pointer(&s.mask)), 0,
		8,
		0, 0)
	return int(pid), errno
}

//go:nosplit
//go:norace
func (s *stage) run() {
	step, errno := s.become()
	s.report[0], s.report[1] = step, byte(errno)
	syscall.RawSyscall(syscall.SYS_WRITE, s.status, uintptr(unsafe.Pointer(&s.report)), 2)
	for {
		syscall.RawSyscall(syscall.SYS_EXIT_GROUP, exitNotStarted, 0, 0)
	}
}

//go:nosplit
//go:norace
func (s *stage) become() (step byte, errno syscall.Errno) {
	syscall.RawSyscall(syscall.SYS_SETPGID, 0, 0, 0)
	s.raiseScore()
	if errno := s.arrangeDescriptors(); errno != 0 {
		return stepDescriptors, errno
	}
	for index := range s.limits {
		if limit := &s.limits[index]; limit.set {
			syscall.RawSyscall6(syscall.SYS_PRLIMIT64, 0, limit.resource,
				uintptr(unsafe.Pointer(&limit.value)), 0, 0, 0)
		}
	}
	syscall.RawSyscall(syscall.SYS_UMASK, 0o022, 0, 0)
	if step, errno := s.changeUser(); errno != 0 {
		return step, errno
	}
	if s.directory != nil {
		_, _, errno := syscall.RawSyscall(syscall.SYS_CHDIR, uintptr(unsafe.Pointer(s.directory)),
			0, 0)
		if errno != 0 {
			return stepChdir, errno
		}
	}
	s.resetSignals()
	_, _, errno = syscall.RawSyscall(syscall.SYS_EXECVE, uintptr(unsafe.Pointer(s.path)),
		uintptr(unsafe.Pointer(s.arguments)), uintptr(unsafe.Pointer(s.variables)))
	return stepExec, errno
}

// raiseScore makes this process what the kernel kills before anything else in the container. That
// needs no capability. Where there is no /proc the kernel chooses by size.
//
//go:nosplit
//go:norace
func (s *stage) raiseScore() {
	const atCurrentFolder = -100
	folder := atCurrentFolder
	file, _, errno := syscall.RawSyscall6(syscall.SYS_OPENAT, uintptr(folder),
		uintptr(unsafe.Pointer(s.scorePath)), syscall.O_WRONLY|syscall.O_CLOEXEC, 0, 0, 0)
	if errno != 0 {
		return
	}
	syscall.RawSyscall(syscall.SYS_WRITE, file, uintptr(unsafe.Pointer(&s.score)),
		uintptr(len(s.score)))
	syscall.RawSyscall(syscall.SYS_CLOSE, file, 0, 0)
}

// arrangeDescriptors expects its own above every number it gives.
//
//go:nosplit
//go:norace
func (s *stage) arrangeDescriptors() syscall.Errno {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_DUP3, s.null, 0, 0); errno != 0 {
		return errno
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_DUP3, s.output, 1, 0); errno != 0 {
		return errno
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_DUP3, s.output, 2, 0); errno != 0 {
		return errno
	}
	if s.log == 0 {
		return 0
	}
	_, _, errno := syscall.RawSyscall(syscall.SYS_DUP3, s.log, LogDescriptor, 0)
	return errno
}

// changeUser also empties the inheritable set: some engines fill it, and a change of user does not.
//
//go:nosplit
//go:norace
func (s *stage) changeUser() (step byte, errno syscall.Errno) {
	header := uintptr(unsafe.Pointer(&s.capabilities.version))
	sets := uintptr(unsafe.Pointer(&s.capabilities.sets))
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CAPGET, header, sets, 0); errno != 0 {
		return stepCapabilities, errno
	}
	s.capabilities.sets[2], s.capabilities.sets[5] = 0, 0
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CAPSET, header, sets, 0); errno != 0 {
		return stepCapabilities, errno
	}
	if s.keepUser {
		return 0, 0
	}
	if s.kept != 0 {
		syscall.RawSyscall(syscall.SYS_PRCTL, keepCapabilities, 1, 0)
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_SETGROUPS, 0, 0, 0); errno != 0 {
		return stepGroups, errno
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_SETGID, s.gid, 0, 0); errno != 0 {
		return stepGID, errno
	}
	if _, _, errno = syscall.RawSyscall(syscall.SYS_SETUID, s.uid, 0, 0); errno != 0 {
		return stepUID, errno
	}
	return stepCapabilities, s.raiseKept()
}

// raiseKept makes what is kept ambient, or the program would not have it.
//
//go:nosplit
//go:norace
func (s *stage) raiseKept() syscall.Errno {
	if s.kept == 0 {
		return 0
	}
	sets := &s.capabilities.sets
	sets[0], sets[1], sets[2] = s.kept, s.kept, s.kept
	sets[3], sets[4], sets[5] = 0, 0, 0
	header := uintptr(unsafe.Pointer(&s.capabilities.version))
	_, _, errno := syscall.RawSyscall(syscall.SYS_CAPSET, header, uintptr(unsafe.Pointer(sets)), 0)
	for bit := uintptr(0); bit < 32 && errno == 0; bit++ {
		if s.kept&(1<<bit) != 0 {
			_, _, errno = syscall.RawSyscall6(syscall.SYS_PRCTL, ambient, ambientRaise, bit, 0, 0,
				0)
		}
	}
	return errno
}

// resetSignals takes the shim's handlers away before a signal can meet one, then unblocks.
//
//go:nosplit
//go:norace
func (s *stage) resetSignals() {
	nothing := uintptr(unsafe.Pointer(&s.nothing))
	for signal := uintptr(1); signal <= signalsMax; signal++ {
		syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, signal, nothing, 0, 8, 0, 0)
	}
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, sigSetmask, nothing, 0, 8, 0, 0)
}
