package rawio

import (
	"os"
	"syscall"
)

// Duplex reads one descriptor and writes another, or the same one. Each is watched for its own
// direction alone: Go's poller always asks for both, and a Unix socket or a pipe tells its writer
// of everything that was read, so each frame that the host took would wake the shim for nothing.
// One goroutine may read and one write at a time.
type Duplex struct {
	in, out             direction
	readable, writeable *watch
	descriptors         []int
}

// watch is an epoll of one descriptor and one direction, which Go's poller watches in its turn.
type watch struct {
	file              *os.File
	raw               syscall.RawConn
	epoll, descriptor int
}

// NewDuplex takes the descriptors over. They must not block.
func NewDuplex(in, out int) (*Duplex, error) {
	readable, err := newWatch(in, syscall.EPOLLIN|syscall.EPOLLRDHUP|edgeTriggered)
	if err != nil {
		return nil, err
	}
	writeable, err := newWatch(out, nothing)
	if err != nil {
		readable.file.Close()
		return nil, err
	}
	d := &Duplex{readable: readable, writeable: writeable, descriptors: []int{in}}
	if out != in {
		d.descriptors = append(d.descriptors, out)
	}
	d.in.try = func(uintptr) bool { return d.in.read(uintptr(in)) }
	d.out.try = func(uintptr) bool { return d.tryWrite(uintptr(out)) }
	return d, nil
}

const (
	// syscall.EPOLLET is negative.
	edgeTriggered = 1 << 31
	nothing       = 0
)

func newWatch(descriptor int, events uint32) (*watch, error) {
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	w := &watch{epoll: epoll, descriptor: descriptor}
	err = w.ask(syscall.EPOLL_CTL_ADD, events)
	if err == nil {
		err = syscall.SetNonblock(epoll, true)
	}
	if err != nil {
		syscall.Close(epoll)
		return nil, err
	}
	w.file = os.NewFile(uintptr(epoll), "epoll")
	if w.raw, err = w.file.SyscallConn(); err != nil {
		w.file.Close()
		return nil, err
	}
	return w, nil
}

func (w *watch) ask(how int, events uint32) error {
	event := syscall.EpollEvent{Events: events}
	return syscall.EpollCtl(w.epoll, how, w.descriptor, &event)
}

func (d *Duplex) Read(into []byte) (int, error) {
	if len(into) == 0 {
		return 0, nil
	}
	d.in.begin(into)
	return d.in.taken(d.readable.raw.Read(d.in.try))
}

func (d *Duplex) Write(from []byte) (int, error) {
	d.out.begin(from)
	length, err := d.out.sent(d.writeable.raw.Read(d.out.try))
	if d.out.waited {
		d.out.waited = false
		_ = d.writeable.ask(syscall.EPOLL_CTL_MOD, nothing)
	}
	return length, err
}

// tryWrite says whether it is done: false waits until there is room.
func (d *Duplex) tryWrite(descriptor uintptr) bool {
	done := d.out.write(descriptor)
	if done || d.out.waited {
		return done
	}
	d.out.waited = d.writeable.ask(syscall.EPOLL_CTL_MOD, syscall.EPOLLOUT) == nil
	// Room that there was already when it was asked for is not always told.
	return d.out.write(descriptor) || !d.out.waited
}

// Close ends the connection; a read or write that waits ends too.
func (d *Duplex) Close() error {
	// The waiting ends before the descriptors, whose numbers are another's afterwards.
	err := d.readable.file.Close()
	d.writeable.file.Close()
	for _, descriptor := range d.descriptors {
		syscall.Close(descriptor)
	}
	return err
}
