package rawio

import (
	"io"
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
	d.done, d.failed = Read(descriptor, d.bytes)
	return d.failed != syscall.EAGAIN
}

// write goes on until everything is written.
func (d *direction) write(descriptor uintptr) bool {
	for d.done < len(d.bytes) {
		length, errno := Write(descriptor, d.bytes[d.done:])
		d.done, d.failed = d.done+length, errno
		if errno != 0 {
			return errno != syscall.EAGAIN
		}
	}
	return true
}

func (s *Stream) Read(into []byte) (int, error) {
	if len(into) == 0 {
		return 0, nil
	}
	s.in.begin(into)
	err := s.raw.Read(s.in.try)
	s.in.bytes = nil
	if err != nil {
		return 0, err
	}
	if s.in.failed != 0 {
		return 0, s.in.failed
	}
	if s.in.done == 0 {
		return 0, io.EOF
	}
	return s.in.done, nil
}

func (s *Stream) Write(from []byte) (int, error) {
	s.out.begin(from)
	err := s.raw.Write(s.out.try)
	s.out.bytes = nil
	if err == nil && s.out.failed != 0 {
		err = s.out.failed
	}
	return s.out.done, err
}

// Events of poll(2): the other side has closed, or the connection broke.
const (
	pollClosed = 0x2000
	pollBroken = 0x18
)

// Gone says whether the other side of a socket has closed, whatever it sent before that and nobody
// has read.
func (s *Stream) Gone() bool {
	gone := true
	err := s.raw.Control(func(descriptor uintptr) {
		asked := struct {
			descriptor     int32
			events, happen int16
		}{int32(descriptor), pollClosed, 0}
		var now syscall.Timespec
		_, _, errno := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&asked)), 1,
			uintptr(unsafe.Pointer(&now)), 0, 0, 0)
		gone = errno == 0 && asked.happen&(pollClosed|pollBroken) != 0
	})
	return gone || err != nil
}

// Close ends the connection; a read or write that waits ends too.
func (s *Stream) Close() error {
	return s.source.Close()
}
