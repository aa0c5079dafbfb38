package main

import (
	"bytes"
	"os"
	goruntime "runtime"
	"strings"
	"syscall"
	"unsafe"

	"lambox.dev/shim/rawio"
)

// The least that a shim must do for a warm event, and no more: it reads the host's frame, hands the
// event to the runtime, hands the answer to the host, says 202 and tells that the runtime is back.
// Nothing is parsed, checked, timed or logged, and Go's scheduler, as it would look for other work,
// knows nothing of it. What the shim costs is measured against this.
func init() {
	children["floor"] = func(words []string) { println("floor:", serveFloor(words[0]).Error()) }
}

var (
	floorEvent = []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
		"Lambda-Runtime-Aws-Request-Id: 00000000-0000-4000-8000-000000000000\r\n" +
		"Lambda-Runtime-Deadline-Ms: 1800000000000\r\n" +
		"Lambda-Runtime-Invoked-Function-Arn: arn\r\nContent-Length: 11\r\n\r\n\"say hello\"")
	floorAccepted = []byte("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n" +
		"Content-Length: 16\r\n\r\n{\"status\":\"OK\"}\n")
	floorAnswer = []byte(strings.Repeat("a", 150))
	floorBack   = []byte(strings.Repeat("c", 200))
)

func serveFloor(channel string) error {
	host, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := syscall.Connect(host, &syscall.SockaddrUnix{Name: channel}); err != nil {
		return err
	}
	runtime, err := acceptRuntime()
	if err != nil {
		return err
	}
	poll, err := syscall.EpollCreate1(0)
	if err != nil {
		return err
	}
	for _, descriptor := range []int{host, runtime} {
		event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(descriptor)}
		if err := syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, descriptor, &event); err != nil {
			return err
		}
	}
	goruntime.GOMAXPROCS(1)
	buffer := make([]byte, 1<<16)
	ready := make([]syscall.EpollEvent, 2)
	for {
		for index := awaitEvents(poll, ready) - 1; index >= 0; index-- {
			if err := pass(int(ready[index].Fd), host, runtime, buffer); err != nil {
				return err
			}
		}
	}
}

func awaitEvents(poll int, ready []syscall.EpollEvent) int {
	count, _, errno := syscall.RawSyscall6(syscall.SYS_EPOLL_PWAIT, uintptr(poll),
		uintptr(unsafe.Pointer(&ready[0])), uintptr(len(ready)), ^uintptr(0), 0, 0)
	if errno != 0 {
		return 0
	}
	return int(count)
}

func acceptRuntime() (int, error) {
	listener, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return 0, err
	}
	address := syscall.SockaddrInet4{Port: 9001, Addr: [4]byte{127, 0, 0, 1}}
	if err := syscall.Bind(listener, &address); err != nil {
		return 0, err
	}
	if err := syscall.Listen(listener, 1); err != nil {
		return 0, err
	}
	_, err = syscall.ForkExec("/function", []string{"/function"}, &syscall.ProcAttr{
		Env: []string{"AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001"},
	})
	if err != nil {
		return 0, err
	}
	runtime, _, err := syscall.Accept(listener)
	if err != nil {
		return 0, err
	}
	return runtime, syscall.SetsockoptInt(runtime, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
}

// pass reads what one of the two said and tells the other.
func pass(from, host, runtime int, buffer []byte) error {
	count, errno := rawio.Read(uintptr(from), buffer)
	if errno != 0 || count == 0 {
		os.Exit(0)
	}
	switch {
	case from == host:
		return tell(runtime, floorEvent)
	case bytes.HasPrefix(buffer, []byte("POST ")):
		if err := tell(host, floorAnswer); err != nil {
			return err
		}
		return tell(runtime, floorAccepted)
	}
	return tell(host, floorBack)
}

func tell(descriptor int, bytes []byte) error {
	if _, errno := rawio.Write(uintptr(descriptor), bytes); errno != 0 {
		return errno
	}
	return nil
}
