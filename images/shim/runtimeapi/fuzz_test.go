package runtimeapi

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lambox.dev/shim/httpserver"
)

const (
	// More takes time and finds no more.
	fuzzedBytesMax = 16384
	fuzzPatience   = 20 * time.Second
)

// fuzzSeeds are ways through the state machine, each with how it is cut up.
func fuzzSeeds(add func(...interface{})) {
	ask := func(line string, fields ...string) string {
		return line + " HTTP/1.1\r\nHost: x\r\n" + strings.Join(fields, "") + "\r\n"
	}
	next := ask("GET " + prefix + "/runtime/invocation/next")
	answer := func(number int, kind, body string, fields ...string) string {
		fields = append(fields, fmt.Sprintf("Content-Length: %d\r\n", len(body)))
		return ask("POST "+prefix+"/runtime/invocation/"+fuzzID(number)+"/"+kind, fields...) + body
	}
	const streaming = "Lambda-Runtime-Function-Response-Mode: streaming\r\n" +
		"Transfer-Encoding: chunked\r\nTrailer: Lambda-Runtime-Function-Error-Type\r\n"
	stream := ask("POST "+prefix+"/runtime/invocation/"+fuzzID(1)+"/response", streaming)
	streamed := stream + "2\r\nbo\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Boom\r\n\r\n"
	tooLong := stream + fmt.Sprintf("%x\r\n", fuzzAnswerMax+1) +
		strings.Repeat("x", fuzzAnswerMax+1) + "\r\n0\r\n\r\n"
	cause := "Content-Type: " + errorCauseType + "\r\n"
	for _, each := range []struct{ requests, shape string }{
		{next + answer(1, "response", "{}") + next + answer(2, "error", "{}") + next, ""},
		{next + next + streamed + next, "\x10\x3f\x3f\x3f"},
		{next + answer(1, "response", strings.Repeat("x", fuzzAnswerMax+1)) + next, "\x3f"},
		{next + tooLong + next + ask("GET no/target"), ""},
		{next + answer(1, "error", `{"errorType":"t","errorCause":{}}`, cause), "\x3f\x3f\x7f"},
		{ask("POST "+prefix+"/runtime/init/error", "Content-Length: 2\r\n") + "{}" + next, ""},
		{next + next + answer(1, "response", "1") + next, "\x3f\xff\x3f\x7f"},
		{next + answer(1, "response", "half") + next, "\x3f\x3f\x3f\xbf"},
		{answer(1, "response", "1", "Expect: 100-continue\r\n") + "PRI * HTTP/2.0\r\n", "\x01"},
		{next + answer(1, "response", "1", "Lambda-Runtime-Invocation-Id: other\r\n"), ""},
		{ask("HEAD /ping") + ask("GET /ping", "Connection: close\r\n") + next, "\x02\x02"},
	} {
		add([]byte(each.requests), []byte(each.shape), uint16(len(each.requests)*37))
	}
}

// Whatever clients send, in whatever pieces, one connection after the other: every request that was
// understood has one answer that the contract knows, in order; the host hears answers that are
// whole; the next client is served; and nothing stays. What a shape's byte means: see `talk`.
func FuzzRuntimeAPI(f *testing.F) {
	fuzzSeeds(f.Add)
	server, err := httpserver.Listen("127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	var current atomic.Pointer[fuzzHost]
	go func() {
		_ = server.Serve(httpserver.HandlerFunc(func(w *httpserver.Response,
			request *httpserver.Request) {
			current.Load().Serve(w, request)
		}))
	}()
	f.Fuzz(func(t *testing.T, requests, shape []byte, eventBytes uint16) {
		if len(requests) > fuzzedBytesMax {
			return
		}
		before := runtime.NumGoroutine()
		host := newFuzzHost(int(eventBytes))
		current.Store(host)
		host.talk(t, server.Addr().String(), requests, shape)
		// Whoever was cut off before has been accepted when this one is answered.
		ping := dial(t, server.Addr().String())
		fmt.Fprint(ping, "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		if text, err := io.ReadAll(ping); err != nil || !strings.HasSuffix(string(text), "pong") {
			t.Errorf("afterwards /ping answers %q, %v", text, err)
		}
		ping.Close()
		host.stop()
		host.Close()
		awaitGoroutines(t, before)
		host.Wait()
		for _, problem := range host.verdict() {
			t.Error(problem)
		}
	})
}

func dial(t *testing.T, address string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(fuzzPatience))
	return conn.(*net.TCPConn)
}

// awaitGoroutines: the end of a goroutine has no sign but their number.
func awaitGoroutines(t *testing.T, most int) {
	t.Helper()
	for late := time.Now().Add(fuzzPatience); runtime.NumGoroutine() > most; runtime.Gosched() {
		if time.Now().After(late) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), most,
				stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// talk sends the requests. Each byte of the shape is a piece: its lower six bits are one less than
// its length; with the highest bit the client ends its connection behind it, and with the next one,
// too, without waiting for answers. What the shape leaves is one piece.
func (h *fuzzHost) talk(t *testing.T, address string, requests, shape []byte) {
	for len(requests) > 0 {
		conn := dial(t, address)
		sent, ends, abrupt := 0, false, false
		for !ends && sent < len(requests) {
			length := len(requests) - sent
			if len(shape) > 0 {
				if piece := int(shape[0]&0x3f) + 1; piece < length {
					length = piece
				}
				ends, abrupt = shape[0]&0x80 != 0, shape[0]&0xc0 == 0xc0
				shape = shape[1:]
			}
			_, _ = conn.Write(requests[sent : sent+length])
			sent += length
		}
		if !abrupt {
			if problem := judge(conn, requests[:sent]); problem != "" {
				t.Error(problem)
			}
		}
		conn.Close()
		requests = requests[sent:]
	}
}

// understood are the requests that are whole.
func understood(sent []byte) (requests []*http.Request) {
	// Its size decides how long a trailer may be.
	reader := bufio.NewReaderSize(bytes.NewReader(sent), 16384)
	for {
		request, err := http.ReadRequest(reader)
		if err == nil {
			_, err = io.Copy(io.Discard, request.Body)
		}
		if err != nil {
			return requests
		}
		requests = append(requests, request)
	}
}

// judge reads the answers to what was sent up to the connection's end: one to each request that was
// understood, and at most one more, to half a request or to what is none. Who ends its side is gone
// for the shim, so that is done when the others are here.
func judge(conn *net.TCPConn, sent []byte) string {
	answers, ends := bufio.NewReader(conn), false
	for _, request := range understood(sent) {
		if _, err := answers.Peek(1); err != nil {
			if ends {
				return ""
			}
			return fmt.Sprintf("no answer to %s of %q: %v", request.URL, sent, err)
		}
		closes, problem := readAnswer(answers, request)
		if problem != "" {
			return fmt.Sprintf("%s of %q: %s", request.URL, sent, problem)
		}
		// A client that awaits the word to send its body may not be heard any more.
		ends = ends || closes || request.Header.Get("Expect") != ""
	}
	_ = conn.CloseWrite()
	if _, err := answers.Peek(1); err == nil {
		if _, problem := readAnswer(answers, nil); problem != "" {
			return fmt.Sprintf("behind %q: %s", sent, problem)
		}
	}
	if rest, err := io.ReadAll(answers); len(rest) > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Sprintf("%q behind all answers to %q, %v", rest, sent, err)
	}
	return ""
}

// known are the statuses of contract §1.5, without the 500 of a host that is gone, and HTTP's own.
var known = map[int]bool{
	200: true, 202: true, 400: true, 403: true, 404: true, 405: true, 410: true, 413: true,
	431: true,
}

func readAnswer(answers *bufio.Reader, request *http.Request) (closes bool, problem string) {
	for {
		response, err := http.ReadResponse(answers, request)
		if err == nil && response.StatusCode == http.StatusContinue {
			continue
		}
		if err == nil {
			_, err = io.Copy(io.Discard, response.Body)
		}
		switch {
		case err != nil:
			return false, err.Error()
		case !known[response.StatusCode]:
			return false, response.Status
		}
		return response.Close, ""
	}
}
