// Package httpserver is HTTP/1.1 for clients in the same container. Requests are parsed by
// net/http; its server costs two and a half times as much per event (docs in ../README.md) for what
// has no use here: TLS, HTTP/2, deadlines, a goroutine that watches each client.
package httpserver

import (
	"bufio"
	"io"
	"math"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"lambox.dev/shim/rawio"
)

const (
	// Request line and headers, in bytes (contract §1.10); some slack, as net/http has it.
	headerBytesMax = 1<<20 + 4096
	// More connections than this wait until others end: the shim must keep descriptors for itself.
	connectionsMax = 256
	readerBytes    = 16384
)

// Server serves one listener for the shim's whole life: nobody else ever gets the port.
type Server struct {
	listener net.Listener
	slots    chan struct{}

	mutex       sync.Mutex
	connections map[*connection]struct{}
}

// Listen takes the address.
func Listen(address string) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return &Server{
		listener: listener, slots: make(chan struct{}, connectionsMax),
		connections: map[*connection]struct{}{},
	}, nil
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr {
	return s.listener.Addr()
}

// Serve answers until the listener is closed. There are no timeouts: a frozen client is not a slow
// one.
func (s *Server) Serve(handler http.Handler) error {
	for {
		s.slots <- struct{}{}
		accepted, err := s.listener.Accept()
		if err != nil {
			<-s.slots
			if closed(err) {
				return err
			}
			// Out of descriptors or memory: it passes.
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
		go s.serve(c, handler)
	}
}

func closed(err error) bool {
	temporary, ok := err.(interface{ Temporary() bool })
	return !ok || !temporary.Temporary()
}

func (s *Server) serve(c *connection, handler http.Handler) {
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

// connection is one client; it asks one thing after the other.
type connection struct {
	conn     *rawio.Stream
	limited  *io.LimitedReader
	reader   *bufio.Reader
	plain    plainRequests
	response response
	// 1 while the handler is at work on a GET: it waits for something else than its client.
	answers int32
}

func newConnection(accepted net.Conn) (*connection, error) {
	stream, err := rawio.NewStream(accepted.(*net.TCPConn))
	if err != nil {
		return nil, err
	}
	limited := &io.LimitedReader{R: stream}
	return &connection{
		conn: stream, limited: limited, reader: bufio.NewReaderSize(limited, readerBytes),
	}, nil
}

// serveOne answers one request and says whether there may be another.
func (c *connection) serveOne(handler http.Handler) bool {
	c.limited.N = headerBytesMax
	request, err := c.plain.read(c.reader), error(nil)
	if request == nil {
		request, err = http.ReadRequest(c.reader)
	}
	exhausted := c.limited.N <= 0
	// A body has no limit of its own: its reader decides.
	c.limited.N = math.MaxInt64
	c.response.begin(c, request)
	if err != nil {
		c.refuse(err, exhausted)
		return false
	}
	if request.Host == "" && request.ProtoAtLeast(1, 1) {
		c.explain(http.StatusBadRequest, "400 Bad Request: missing required Host header")
		return false
	}
	expected := c.answerExpectation(request)
	c.handle(handler, request)
	if !c.response.finish() || c.response.closes {
		return false
	}
	if expected != nil && !expected.begun {
		// The client was never told to send its body, and may or may not.
		return false
	}
	if request.Body == http.NoBody {
		return true
	}
	_, err = io.Copy(io.Discard, request.Body)
	return err == nil
}

func (c *connection) handle(handler http.Handler, request *http.Request) {
	if request.Method == http.MethodGet {
		atomic.StoreInt32(&c.answers, 1)
		defer atomic.StoreInt32(&c.answers, 0)
	}
	handler.ServeHTTP(&c.response, request)
}

func (c *connection) refuse(err error, exhausted bool) {
	switch {
	case err == io.EOF:
	case exhausted:
		c.explain(http.StatusRequestHeaderFieldsTooLarge, "431 Request Header Fields Too Large")
	case err == io.ErrUnexpectedEOF:
	default:
		if _, broken := err.(net.Error); !broken {
			c.explain(http.StatusBadRequest, "400 Bad Request")
		}
	}
}

func (c *connection) explain(status int, text string) {
	c.response.closes = true
	c.response.Header()["Content-Type"] = []string{"text/plain; charset=utf-8"}
	c.response.WriteHeader(status)
	_, _ = c.response.Write([]byte(text))
	c.response.finish()
}

// expectation sends `100 Continue` when the body is first asked for.
type expectation struct {
	io.ReadCloser
	conn  io.Writer
	begun bool
}

func (c *connection) answerExpectation(request *http.Request) *expectation {
	if request.Header.Get("Expect") != "100-continue" || request.ContentLength == 0 {
		return nil
	}
	expected := &expectation{ReadCloser: request.Body, conn: c.conn}
	request.Body = expected
	return expected
}

func (e *expectation) Read(into []byte) (int, error) {
	if !e.begun {
		e.begun = true
		if _, err := e.conn.Write([]byte("HTTP/1.1 100 Continue\r\n\r\n")); err != nil {
			return 0, err
		}
	}
	return e.ReadCloser.Read(into)
}
