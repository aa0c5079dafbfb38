package httpserver

import (
	"io"
	"net"
	"strings"
	"testing"
)

// A client's requests are all handled before Clear returns, or never.
func TestClear(t *testing.T) {
	server, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	handled := make(chan string, 100)
	release := make(chan struct{})
	go func() {
		_ = server.Serve(HandlerFunc(func(w *Response, request *Request) {
			handled <- request.Path
			<-release
			_ = w.End([]byte("done"))
		}))
	}()
	defer server.Close()
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", server.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	const request = "GET /old HTTP/1.1\r\nHost: x\r\n\r\n"
	conn := dial()
	defer conn.Close()
	// The second is here already while the first is handled.
	_, _ = conn.Write([]byte(strings.Repeat(request, 2)))
	<-handled
	cleared := make(chan struct{})
	go func() {
		server.Clear()
		close(cleared)
	}()
	// Its connection is closed, and the first is still handled.
	_, _ = io.ReadAll(conn)
	select {
	case <-cleared:
		t.Error("cleared while a request is handled")
	default:
	}
	close(release)
	<-cleared
	if len(handled) != 0 {
		t.Error("a request of a closed connection was handled")
	}
	got := exchange(t, dial, "GET /new HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 200") || <-handled != "/new" {
		t.Errorf("%q", got)
	}
}
