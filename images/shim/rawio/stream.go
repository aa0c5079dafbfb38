package rawio

import (
	"io"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// Source is what a stream can be made of: a connection or a file that the poller knows.
type Source interface {
	syscall.Conn
	io.Closer
}

// Stream reads and writes a connection. One goroutine may read and one write at a time.
type Stream struct {
	source Source
	raw    syscall.RawConn
	in     direction
	out    direction
}

// direction is one read or write under way. Its functions are made once: a warm event makes none.
type direction struct {
	try    func(descriptor uintptr) bool
	bytes  []byte
	done   int
	failed syscall.Errno
	// 1 while it waits for the other side.
	waits int32
	// It does not wait; it has waited, and what it waits for is still asked for.
	hurries, waited bool
}

// NewStream takes the connection over.
func NewStream(source Source) (*Stream, error) {
	raw, err := source.SyscallConn()
	if err != nil {
		return nil, err
	}
	s := &Stream{source: source, raw: raw}
	s.in.try, s.out.try = s.in.read, s.out.write
	return s, nil
}

func (d *direction) begin(bytes []byte) {
	d.bytes, d.done, d.failed = bytes, 0, 0
}

// read says whether it is done: false waits until there is something.
func (d *direction) read(descriptor uintptr) bool {
	atomic.StoreInt32(&d.waits, 0)
	d.done, d.failed = Read(descriptor, d.bytes)
	if d.failed != syscall.EAGAIN {
		return true
	}
	atomic.StoreInt32(&d.waits, 1)
	return false
}

// write goes on until everything is written.
func (d *direction) write(descriptor uintptr) bool {
	for d.done < len(d.bytes) {
		length, errno := Write(descriptor, d.bytes[d.done:])
		d.done, d.failed = d.done+length, errno
		if errno != 0 {
			return d.hurries || errno != syscall.EAGAIN
		}
	}
	return true
}

func (s *Stream) Read(into []byte) (int, error) {
	if len(into) == 0 {
		return 0, nil
	}
	s.in.begin(into)
	return s.in.taken(s.raw.Read(s.in.try))
}

// taken is what became of a read.
func (d *direction) taken(err error) (int, error) {
	d.bytes = nil
	switch {
	case err != nil:
		return 0, err
	case d.failed != 0:
		return 0, d.failed
	case d.done == 0:
		return 0, io.EOF
	}
	return d.done, nil
}

func (s *Stream) Write(from []byte) (int, error) {
	s.out.hurries = false
	return s.write(from)
}

// TryWrite writes what the other side has room for.
func (s *Stream) TryWrite(from []byte) (int, error) {
	s.out.hurries = true
	return s.write(from)
}

func (s *Stream) write(from []byte) (int, error) {
	s.out.begin(from)
	return s.out.sent(s.raw.Write(s.out.try))
}

// sent is what became of a write.
func (d *direction) sent(err error) (int, error) {
	d.bytes = nil
	if err == nil && d.failed != 0 && !(d.hurries && d.failed == syscall.EAGAIN) {
		err = d.failed
	}
	return d.done, err
}

// Events of poll(2): the other side has closed, or the connection broke.
const (
	pollReadable = 0x1
	pollClosed   = 0x2000
	pollBroken   = 0x18
)

// poll is poll(2) without waiting: which of the events, or a breach, there are. 0 where it fails.
func poll(descriptor uintptr, events int16) int16 {
	asked := struct {
		descriptor     int32
		events, happen int16
	}{int32(descriptor), events, 0}
	var now syscall.Timespec
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&asked)), 1,
		uintptr(unsafe.Pointer(&now)), 0, 0, 0)
	if errno != 0 {
		return 0
	}
	return asked.happen
}

// readable says whether read(2), or accept(2), would not wait.
func readable(descriptor uintptr) bool {
	return poll(descriptor, pollReadable) != 0
}

// Readable says whether there is something to read, or to accept.
func Readable(source syscall.Conn) bool {
	found := false
	raw, err := source.SyscallConn()
	if err == nil {
		err = raw.Control(func(descriptor uintptr) { found = readable(descriptor) })
	}
	return found && err == nil
}

// Gone says whether the other side of a socket has closed, whatever it sent before that and nobody
// has read.
func (s *Stream) Gone() bool {
	gone := true
	err := s.raw.Control(func(descriptor uintptr) {
		gone = poll(descriptor, pollClosed)&(pollClosed|pollBroken) != 0
	})
	return gone || err != nil
}

// Starved says whether a read waits and everything that the other side sent, its end included, was
// read.
func (s *Stream) Starved() bool {
	starved := false
	// In this order: a read that begins between the two is seen.
	err := s.raw.Control(func(descriptor uintptr) {
		starved = !readable(descriptor) && atomic.LoadInt32(&s.in.waits) == 1
	})
	return starved && err == nil
}

// Close ends the connection; a read or write that waits ends too.
func (s *Stream) Close() error {
	return s.source.Close()
}
