package httpserver

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// serve runs a server with the handler and gives a way to talk to it by hand.
func serve(t testing.TB, handler HandlerFunc) (dial func() net.Conn) {
	t.Helper()
	server, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(handler) }()
	t.Cleanup(func() {
		server.Close()
		server.Disconnect()
	})
	return func() net.Conn {
		conn, err := net.Dial("tcp", server.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
}

func echo(w *Response, request *Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	_ = w.End([]byte(fmt.Sprintf("%s %s %s %s", request.Method, request.Path, body,
		request.Trailer("T"))))
}

// exchange sends everything and reads until the server closes, with the last request asking for
// that.
func exchange(t *testing.T, dial func() net.Conn, text string) string {
	t.Helper()
	conn := dial()
	defer conn.Close()
	if _, err := conn.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

func TestAnswers(t *testing.T) {
	dial := serve(t, echo)
	const last = "\r\nHost: x\r\nConnection: close\r\n"
	for name, each := range map[string]struct {
		request string
		want    []string
	}{
		"plain": {"GET /a HTTP/1.1" + last + "\r\n", []string{"HTTP/1.1 200 OK\r\n", "GET /a  "}},
		"length": {"POST /a HTTP/1.1" + last + "Content-Length: 4\r\n\r\nbody",
			[]string{"POST /a body "}},
		"chunked": {"POST /a HTTP/1.1" + last + "Transfer-Encoding: chunked\r\nTrailer: T\r\n\r\n" +
			"2\r\nbo\r\n2\r\ndy\r\n0\r\nT: end\r\n\r\n", []string{"POST /a body end"}},
		"pipelined": {"GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1" + last + "\r\n",
			[]string{"GET /1  ", "GET /2  "}},
		"expectation": {"POST /a HTTP/1.1" + last +
			"Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
			[]string{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", "POST /a x "}},
		"expectation in other letters": {"POST /a HTTP/1.1" + last +
			"Expect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
			[]string{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", "POST /a x "}},
		"old client": {"GET /a HTTP/1.0\r\n\r\n", []string{"Connection: close\r\n", "GET /a  "}},
		"head":       {"HEAD /a HTTP/1.1" + last + "\r\n", []string{"Content-Length: 9\r\n"}},
		"no host":    {"GET /a HTTP/1.1\r\n\r\n", []string{"HTTP/1.1 400 Bad Request\r\n"}},
		"no request": {"\x16\x03\x01 nonsense\r\n\r\n", []string{"HTTP/1.1 400 Bad Request\r\n"}},
		"two lengths": {"POST /a HTTP/1.1" + last +
			"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
			[]string{"HTTP/1.1 400 Bad Request\r\n"}},
	} {
		got := exchange(t, dial, each.request)
		for _, part := range each.want {
			if !strings.Contains(got, part) {
				t.Errorf("%s: no %q in\n%s", name, part, got)
			}
		}
	}
	if got := exchange(t, dial, "HEAD /a HTTP/1.1"+last+"\r\n"); !strings.HasSuffix(got,
		"\r\n\r\n") {
		t.Errorf("a body for HEAD: %s", got)
	}
}

// Trailers of any size that a header may have: net/http's own server takes 4 KB.
func TestLongTrailer(t *testing.T) {
	dial := serve(t, echo)
	long := strings.Repeat("x", 10000)
	got := exchange(t, dial, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"+
		"Transfer-Encoding: chunked\r\n\r\n0\r\nT: "+long+"\r\n\r\n")
	if !strings.HasSuffix(got, long) {
		t.Errorf("%d bytes, status %.20s", len(got), got)
	}
}

func TestBodyThatTheHandlerLeaves(t *testing.T) {
	dial := serve(t, func(w *Response, request *Request) {
		w.Begin(http.StatusForbidden)
	})
	body := strings.Repeat("x", 3<<20)
	got := exchange(t, dial,
		fmt.Sprintf("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"+
			"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", len(body), body))
	if strings.Count(got, "HTTP/1.1 403 Forbidden") != 2 {
		t.Errorf("%s", got)
	}
}

func TestExpectedBodyThatNobodyAskedFor(t *testing.T) {
	dial := serve(t, func(w *Response, request *Request) {
		w.Begin(http.StatusForbidden)
	})
	got := exchange(t, dial, "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"+
		"Content-Length: 9\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 403 Forbidden\r\n") {
		t.Errorf("%s", got)
	}
}

func TestLengthThatIsSaidAndNotKept(t *testing.T) {
	dial := serve(t, func(w *Response, request *Request) {
		w.Stream(10)
		_, _ = w.Write([]byte("half"))
		if _, err := w.Write([]byte("far too much")); err == nil {
			t.Error("more than was said went out")
		}
	})
	conn := dial()
	defer conn.Close()
	_, _ = conn.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(response.Body); err != io.ErrUnexpectedEOF ||
		string(body) != "half" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestLineBreaksInAValue(t *testing.T) {
	dial := serve(t, func(w *Response, request *Request) {
		w.Begin(http.StatusOK)
		w.Set("X", "a\r\nSet: b")
	})
	got := exchange(t, dial, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if !strings.Contains(got, "X: a  Set: b\r\n") {
		t.Errorf("%s", got)
	}
}

func TestHandlerThatPanics(t *testing.T) {
	dial := serve(t, func(w *Response, request *Request) {
		if request.Path == "/panic" {
			panic("a mistake")
		}
	})
	if got := exchange(t, dial, "GET /panic HTTP/1.1\r\nHost: x\r\n\r\n"); got != "" {
		t.Errorf("%s", got)
	}
	if got := exchange(t, dial, "GET / HTTP/1.0\r\n\r\n"); !strings.Contains(got, "200 OK") {
		t.Errorf("%s", got)
	}
}

func TestManyConnectionsWaitTheirTurn(t *testing.T) {
	dial := serve(t, echo)
	conns := make([]net.Conn, connectionsMax+20)
	for index := range conns {
		conns[index] = dial()
		_, _ = conns[index].Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
	}
	for _, conn := range conns {
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		conn.Close()
	}
}

// Whatever comes, the server answers or closes, and the next client is served.
func FuzzRequests(f *testing.F) {
	for _, seed := range []string{
		"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody",
		"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n0\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
		"PRI * HTTP/2.0\r\n",
	} {
		f.Add([]byte(seed))
	}
	dial := serve(f, echo)
	f.Fuzz(func(t *testing.T, input []byte) {
		conn := dial().(*net.TCPConn)
		defer conn.Close()
		_, _ = conn.Write(input)
		_ = conn.CloseWrite()
		answer, _ := io.ReadAll(conn)
		if len(answer) > 0 && !bytes.HasPrefix(answer, []byte("HTTP/1.1 ")) {
			t.Errorf("%q answered with %q", input, answer)
		}
	})
}
