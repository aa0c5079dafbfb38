package runtimeapi

import (
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// Address is where the APIs listen: AWS_LAMBDA_RUNTIME_API.
const Address = "127.0.0.1:9001"

const (
	// Request line and headers, in bytes (contract §1.10).
	headerBytesMax = 1 << 20
	// More connections than this wait until others end: the shim must keep descriptors for itself.
	connectionsMax = 512
)

// Server serves the APIs on one listener for the shim's whole life: nobody else ever gets the port.
type Server struct {
	listener net.Listener
	slots    chan struct{}

	mutex       sync.Mutex
	connections map[net.Conn]struct{}
}

// Listen takes the address.
func Listen(address string) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return &Server{
		listener: listener, slots: make(chan struct{}, connectionsMax),
		connections: map[net.Conn]struct{}{},
	}, nil
}

// Serve answers until the listener is closed. There are no timeouts: a frozen client is not a slow
// one.
func (s *Server) Serve(handler http.Handler) error {
	server := &http.Server{
		Handler: handler, MaxHeaderBytes: headerBytesMax, ErrorLog: log.New(io.Discard, "", 0),
	}
	return server.Serve(s)
}

// Accept hands the next connection to the HTTP server.
func (s *Server) Accept() (net.Conn, error) {
	s.slots <- struct{}{}
	conn, err := s.listener.Accept()
	if err != nil {
		<-s.slots
		return nil, err
	}
	counted := &countedConnection{Conn: conn, server: s}
	s.mutex.Lock()
	s.connections[counted] = struct{}{}
	s.mutex.Unlock()
	return counted, nil
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr {
	return s.listener.Addr()
}

// Close stops listening.
func (s *Server) Close() error {
	return s.listener.Close()
}

// Disconnect ends every connection; after a reset there must be none.
func (s *Server) Disconnect() {
	s.mutex.Lock()
	open := make([]net.Conn, 0, len(s.connections))
	for connection := range s.connections {
		open = append(open, connection)
	}
	s.mutex.Unlock()
	for _, connection := range open {
		connection.Close()
	}
}

type countedConnection struct {
	net.Conn
	server *Server
	once   sync.Once
}

func (c *countedConnection) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() {
		c.server.mutex.Lock()
		delete(c.server.connections, c)
		c.server.mutex.Unlock()
		<-c.server.slots
	})
	return err
}
