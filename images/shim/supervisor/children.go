package supervisor

import (
	"os"
	"os/signal"
	"syscall"
	"unsafe"
)

// signalAction is the kernel's struct sigaction.
type signalAction struct {
	handler, flags, restorer uintptr
	mask                     uint64
}

const noStops = 1

// Children tells when a child has ended. That one was stopped or continued is no news: the kernel
// is asked to leave those signals out, two per event otherwise.
func Children() <-chan os.Signal {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGCHLD)
	var action signalAction
	_, _, errno := syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGCHLD), 0,
		uintptr(unsafe.Pointer(&action)), unsafe.Sizeof(action.mask), 0, 0)
	if errno == 0 {
		action.flags |= noStops
		// Where it fails, those signals cost time and nothing else.
		syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGCHLD),
			uintptr(unsafe.Pointer(&action)), 0, unsafe.Sizeof(action.mask), 0, 0)
	}
	return ended
}
