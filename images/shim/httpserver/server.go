// Package httpserver is HTTP/1.1 for clients in the same container. Requests that are in any way
// unusual are parsed by net/http; its server costs two and a half times as much per event (docs in
// ../README.md) for what has no use here: TLS, HTTP/2, deadlines, a goroutine that watches each
// client.
package httpserver

import (
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	// More connections than this wait until others end: the shim must keep descriptors for itself.
	connectionsMax = 256
	readerBytes    = 16384
	// Between two tries where the kernel has nothing left.
	acceptPause = 5 * time.Millisecond
)

// Server serves one listener for the shim's whole life: nobody else ever gets the port.
type Server struct {
	listener listener
	slots    chan struct{}
	// Connections that are served; the goroutine that accepts adds to it and waits for it.
	serving sync.WaitGroup
	// Told when `Clear` was done; closed when nothing is accepted any more.
	cleared chan struct{}

	mutex       sync.Mutex
	connections map[*connection]struct{}
}

type listener interface {
	net.Listener
	syscall.Conn
	SetDeadline(time.Time) error
}

// Listen takes the address.
func Listen(address string) (*Server, error) {
	taken, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return &Server{
		listener: taken.(*net.TCPListener), slots: make(chan struct{}, connectionsMax),
		cleared: make(chan struct{}), connections: map[*connection]struct{}{},
	}, nil
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr {
	return s.listener.Addr()
}

// Serve answers until the listener is closed. There are no timeouts: a frozen client is not a slow
// one.
func (s *Server) Serve(handler Handler) error {
	defer close(s.cleared)
	for {
		s.slots <- struct{}{}
		accepted, err := s.listener.Accept()
		if err != nil {
			<-s.slots
			switch {
			case errors.Is(err, net.ErrClosed):
				return err
			case errors.Is(err, os.ErrDeadlineExceeded):
				s.clear()
			default:
				// Out of descriptors or memory: it passes.
				time.Sleep(acceptPause)
			}
			continue
		}
		c, err := newConnection(accepted)
		if err != nil {
			accepted.Close()
			<-s.slots
			continue
		}
		s.mutex.Lock()
		s.connections[c] = struct{}{}
		s.mutex.Unlock()
		s.serving.Add(1)
		go s.serve(c, handler)
	}
}

func (s *Server) serve(c *connection, handler Handler) {
	defer s.serving.Done()
	defer func() {
		// A mistake in one answer must not end PID 1.
		_ = recover()
		c.conn.Close()
		s.mutex.Lock()
		delete(s.connections, c)
		s.mutex.Unlock()
		<-s.slots
	}()
	for c.serveOne(handler) {
		continue
	}
}

// Close stops listening.
func (s *Server) Close() error {
	return s.listener.Close()
}

// Disconnect ends every connection.
func (s *Server) Disconnect() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for c := range s.connections {
		c.conn.Close()
	}
}
