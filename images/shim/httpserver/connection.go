package httpserver

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"lambox.dev/shim/rawio"
)

// connection is one client; it asks one thing after the other.
type connection struct {
	conn     *rawio.Stream
	limits   *limits
	reader   *bufio.Reader
	plain    plainRequests
	unusual  Request
	response Response
	held     Held
	// 1 while a GET is being answered: that waits for something else than its client.
	answers int32
}

func newConnection(accepted net.Conn) (*connection, error) {
	stream, err := rawio.NewStream(accepted.(*net.TCPConn))
	if err != nil {
		return nil, err
	}
	limits := &limits{from: stream}
	return &connection{
		conn: stream, limits: limits, reader: bufio.NewReaderSize(limits, readerBytes),
		held: Held{over: make(chan bool, 1)},
	}, nil
}

// serveOne answers one request and says whether there may be another.
func (c *connection) serveOne(handler Handler) bool {
	request, err := c.read()
	exhausted := c.limits.exhausted()
	c.limits.beginBody()
	if c.held.pending && !c.settle(isEnd(err)) {
		return false
	}
	c.response.begin(c, request)
	if err != nil {
		c.refuse(err, exhausted)
		return false
	}
	whole := request.whole
	if whole != nil && whole.Host == "" && whole.ProtoAtLeast(1, 1) {
		c.explain(http.StatusBadRequest, "400 Bad Request: missing required Host header")
		return false
	}
	expected := c.answerExpectation(request)
	c.handle(handler, request)
	if !c.held.pending && !c.response.finish() {
		return false
	}
	if expected != nil && !expected.begun {
		// The client was never told to send its body, and may or may not.
		if c.held.pending {
			c.settle(false)
		}
		return false
	}
	if !request.hasBody() {
		return true
	}
	_, err = io.Copy(io.Discard, request.Body)
	return err == nil || c.held.pending
}

// settle lets the answer that is held go first.
func (c *connection) settle(gone bool) bool {
	atomic.StoreInt32(&c.answers, 1)
	defer atomic.StoreInt32(&c.answers, 0)
	return c.held.settle(gone)
}

func (c *connection) read() (*Request, error) {
	c.limits.beginHead()
	if request := c.plain.read(c.reader); request != nil {
		return request, nil
	}
	here, _ := c.reader.Peek(c.reader.Buffered())
	if c.limits.countLines(here); c.limits.exhausted() {
		return nil, errHeadTooLong
	}
	whole, err := http.ReadRequest(c.reader)
	if err != nil {
		return nil, err
	}
	c.unusual.unusual(whole)
	return &c.unusual, nil
}

func (c *connection) handle(handler Handler, request *Request) {
	if request.Method == http.MethodGet {
		atomic.StoreInt32(&c.answers, 1)
		defer atomic.StoreInt32(&c.answers, 0)
	}
	handler.Serve(&c.response, request)
}

func (c *connection) refuse(err error, exhausted bool) {
	switch {
	case exhausted && err != io.EOF:
		c.explain(http.StatusRequestHeaderFieldsTooLarge, "431 Request Header Fields Too Large")
	case !isEnd(err):
		c.explain(http.StatusBadRequest, "400 Bad Request")
	}
}

// isEnd says whether nothing more comes from the client; anything else is its mistake.
func isEnd(err error) bool {
	if _, unreadable := err.(*url.Error); unreadable {
		// A target that is none; it has the methods of a network's error.
		return false
	}
	_, broken := err.(net.Error)
	return broken || err == io.EOF || err == io.ErrUnexpectedEOF
}

func (c *connection) explain(status int, text string) {
	c.response.closes = true
	c.response.Begin(status)
	c.response.Set("Content-Type", "text/plain; charset=utf-8")
	_ = c.response.End([]byte(text))
}

// expectation sends `100 Continue` when the body is first asked for.
type expectation struct {
	io.Reader
	conn  io.Writer
	begun bool
}

func (c *connection) answerExpectation(request *Request) *expectation {
	if request.whole == nil || request.ContentLength == 0 || !request.whole.ProtoAtLeast(1, 1) ||
		!strings.EqualFold(request.Field("Expect"), "100-continue") {
		return nil
	}
	expected := &expectation{Reader: request.Body, conn: c.conn}
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
	return e.Reader.Read(into)
}
