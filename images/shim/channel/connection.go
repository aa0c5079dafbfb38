package channel

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"syscall"
	"time"

	"lambox.dev/shim/rawio"
)

// WelcomeTimeout is how long the host may take to answer the hello.
const WelcomeTimeout = 5 * time.Second

// Connection is the channel to the host. Any number of goroutines may send, one may read.
type Connection struct {
	stream io.ReadWriteCloser
	reader *Reader

	mutex  sync.Mutex
	queued []byte
}

// Connect opens the transport that an address names: `unix:PATH` or `stdio`.
func Connect(address string) (*Connection, error) {
	if address == "stdio" {
		return overDescriptors(0, 1)
	}
	path := strings.TrimPrefix(address, "unix:")
	if path == address || path == "" {
		return nil, fmt.Errorf("channel %q, expected unix:PATH or stdio", address)
	}
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := syscall.Connect(socket, &syscall.SockaddrUnix{Name: path}); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return overDescriptors(socket, socket)
}

// NewConnection speaks over a stream that is open already.
func NewConnection(stream io.ReadWriteCloser) *Connection {
	return &Connection{stream: stream, reader: NewReader(stream)}
}

func overDescriptors(in, out int) (*Connection, error) {
	for _, descriptor := range []int{in, out} {
		// Waiting must happen in the poller, not in a thread that a blocked write holds.
		if err := syscall.SetNonblock(descriptor, true); err != nil {
			return nil, fmt.Errorf("descriptor %d: %v", descriptor, err)
		}
	}
	duplex, err := rawio.NewDuplex(in, out)
	if err != nil {
		return nil, fmt.Errorf("descriptors %d and %d: %v, expected sockets or pipes", in, out, err)
	}
	return NewConnection(duplex), nil
}

// Next is the next frame of the host; see Reader.
func (c *Connection) Next() (Frame, error) {
	return c.reader.Next()
}

// Ready says whether a frame has begun to arrive, so that Next is not likely to wait.
func (c *Connection) Ready() bool {
	return c.reader.from.Buffered() > 0
}

// Send writes the frames in one piece, behind what was queued.
func (c *Connection) Send(frames ...Frame) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, frame := range frames {
		c.queued = AppendFrame(c.queued, frame)
	}
	return c.flush()
}

// SendBytes writes whole frames that the caller put together.
func (c *Connection) SendBytes(frames []byte) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.queued) > 0 && len(frames) <= ChunkMax/2 {
		c.queued = append(c.queued, frames...)
		return c.flush()
	}
	if err := c.flush(); err != nil {
		return err
	}
	_, err := c.stream.Write(frames)
	return err
}

// SendMessage sends a frame with the message as its body, behind what was queued.
func (c *Connection) SendMessage(kind Kind, message interface{}) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.queued = AppendMessage(c.queued, kind, message)
	return c.flush()
}

// QueueMessage keeps the frame until the next one is sent: for what nobody waits for.
func (c *Connection) QueueMessage(kind Kind, message interface{}) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.queued = AppendMessage(c.queued, kind, message)
}

func (c *Connection) flush() error {
	if len(c.queued) == 0 {
		return nil
	}
	_, err := c.stream.Write(c.queued)
	c.queued = c.queued[:0]
	if cap(c.queued) > ChunkMax {
		c.queued = nil
	}
	return err
}

// SayHello is the first thing sent.
func (c *Connection) SayHello(hello HelloMessage) error {
	return c.Send(JSONFrame(Hello, hello))
}

// AwaitWelcome is the first thing read. Without a welcome in time the connection is closed.
func (c *Connection) AwaitWelcome(timeout time.Duration) error {
	late := time.AfterFunc(timeout, func() { c.Close() })
	defer late.Stop()
	frame, err := c.Next()
	var welcome WelcomeMessage
	if err != nil {
		err = fmt.Errorf("no welcome: %w", err)
	} else if frame.Kind != Welcome {
		err = Malformed("%s, expected welcome", frame.Kind)
	} else if problem := frame.ParseJSON(&welcome); problem != nil {
		err = Malformed("%v", problem)
	} else if welcome.Protocol != Version {
		err = Malformed("welcome of protocol %d, expected %d", welcome.Protocol, Version)
	}
	if err != nil {
		c.Complain(err)
	}
	return err
}

// Complain tells the host what it must not have sent, where that is what went wrong.
func (c *Connection) Complain(problem error) {
	var malformed *MalformedFrame
	if errors.As(problem, &malformed) {
		_ = c.Send(JSONFrame(ProtocolError, ProtocolErrorMessage{malformed.Error()}))
	}
}

// Close ends the connection; a read or write that waits ends too.
func (c *Connection) Close() error {
	return c.stream.Close()
}
