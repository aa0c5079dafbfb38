package runtimeapi

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

func TestNextHeaders(t *testing.T) {
	f := newFake(t)
	poll := f.poll()
	full := message("[1]")
	full.TraceID, full.ClientContext, full.CognitoIdentity = "Root=1", `{"a":1}`,
		`{"cognitoIdentityId":"i"}`
	full.TenantID = "tenant"
	now := time.Now()
	invocation := NewInvocation(full, now)
	f.Accept(invocation)
	if err := f.PushEvent([]byte("[1]")); err != nil {
		t.Fatal(err)
	}
	f.Deliver(invocation)
	got := <-poll
	want := map[string]string{
		"Lambda-Runtime-Aws-Request-Id": id, "Lambda-Runtime-Invoked-Function-Arn": "arn",
		"Lambda-Runtime-Deadline-Ms": strconv.FormatInt(now.Add(3*time.Second).UnixNano()/1e6, 10),
		"Lambda-Runtime-Trace-Id":    "Root=1", "Lambda-Runtime-Client-Context": `{"a":1}`,
		"Lambda-Runtime-Cognito-Identity": `{"cognitoIdentityId":"i"}`,
		"Lambda-Runtime-Aws-Tenant-Id":    "tenant", "Lambda-Runtime-Invocation-Id": "n1",
		"Content-Type": "application/json", "Content-Length": "3",
	}
	for name, value := range want {
		if got.Header.Get(name) != value {
			t.Errorf("%s: %q, expected %q", name, got.Header.Get(name), value)
		}
	}
	if got.Body != "[1]" || len(got.Header) != len(want)+1 {
		t.Errorf("body %q, headers %v", got.Body, got.Header)
	}
}

func TestNextLeavesEmptyHeadersOut(t *testing.T) {
	f := newFake(t)
	poll := f.poll()
	f.invoke("")
	got := <-poll
	for name := range got.Header {
		if strings.HasPrefix(name, "Lambda-Runtime-T") || strings.HasPrefix(name,
			"Lambda-Runtime-C") {
			t.Errorf("header %s of an empty value", name)
		}
	}
	if got.Body != "" {
		t.Errorf("body %q of an empty event", got.Body)
	}
}

// sender plays the host's side of event credit.
func (f *fake) sendByCredit(event []byte) {
	window := channel.EventWindow
	for len(event) > 0 {
		for window == 0 {
			credit, err := f.await(channel.EventCredit, nil).ParseCredit()
			if err != nil {
				f.t.Error(err)
			}
			window += credit
		}
		part := channel.ChunkMax
		for _, limit := range []int{window, len(event)} {
			if part > limit {
				part = limit
			}
		}
		if err := f.PushEvent(event[:part]); err != nil {
			f.t.Error(err)
			return
		}
		event, window = event[part:], window-part
	}
}

func TestLargeEventByCreditAndAgain(t *testing.T) {
	f := newFake(t)
	event := make([]byte, 6291456)
	for index := range event {
		event[index] = byte(index / 1000)
	}
	poll := f.poll()
	invocation := NewInvocation(message(string(event)), time.Now())
	f.Accept(invocation)
	f.Deliver(invocation)
	f.sendByCredit(event)
	if got := <-poll; got.Body != string(event) {
		t.Errorf("%d bytes, expected %d", len(got.Body), len(event))
	}
	again := f.startNext()
	f.await(channel.Resend, nil)
	f.sendByCredit(event)
	if got := <-again; got.Body != string(event) {
		t.Errorf("again: %d bytes, expected %d", len(got.Body), len(event))
	}
}

func TestEventBeyondItsCreditIsAnError(t *testing.T) {
	f := newFake(t)
	f.Accept(NewInvocation(message(strings.Repeat("x", 100000)), time.Now()))
	if err := f.PushEvent(make([]byte, channel.EventWindow)); err != nil {
		t.Error(err)
	}
	if f.PushEvent(make([]byte, 1)) == nil {
		t.Error("one byte beyond the credit went through")
	}
	f.Accept(NewInvocation(message("xx"), time.Now()))
	if f.PushEvent(make([]byte, 3)) == nil {
		t.Error("one byte beyond the event went through")
	}
}

// The event of one that went away is the next one's, whatever else it had sent.
func TestEventOfOneThatWentAway(t *testing.T) {
	const next = "GET " + prefix + "/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n"
	for name, sent := range map[string]string{
		"nothing else": next + "\r\n", "a body": next + "Content-Length: 2\r\n\r\n{}",
		"more requests": strings.Repeat(next+"\r\n", 1000),
	} {
		f := newFake(t)
		conn := f.raw(sent)
		<-f.polled
		conn.Close()
		poll := f.poll()
		f.invoke(name)
		if got := <-poll; got.Body != name {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A runtime that breaks off in the middle of its event gets it again from the beginning.
func TestNextAfterABrokenOne(t *testing.T) {
	f := newFake(t)
	event := bytes.Repeat([]byte("abc"), 1000000)
	conn := f.raw("GET " + prefix + "/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n")
	<-f.polled
	invocation := NewInvocation(message(string(event)), time.Now())
	f.Accept(invocation)
	f.Deliver(invocation)
	sent := make(chan struct{})
	go func() { f.sendByCredit(event); close(sent) }()
	if _, err := io.ReadFull(conn, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	conn.Close()
	again := f.startNext()
	<-sent
	f.await(channel.Resend, nil)
	f.sendByCredit(event)
	if got := <-again; got.Body != string(event) {
		t.Errorf("%d bytes, expected %d", len(got.Body), len(event))
	}
}

// Two calls may wait: each gets an event of its own.
func TestParallelNext(t *testing.T) {
	f := newFake(t)
	first := f.poll()
	second := f.poll()
	for index := 0; index < 2; index++ {
		if index == 1 {
			// The one that was answered comes back only after its answer.
			f.request("POST", answerPath("response"), "1")
			f.startNext()
			<-f.polled
		}
		f.invoke(strconv.Itoa(index))
		patience := time.Minute
		if index == 1 {
			patience = time.Second
		}
		select {
		case got := <-first:
			if got.Body != strconv.Itoa(index) {
				t.Errorf("body %q", got.Body)
			}
			first = nil
		case got := <-second:
			if got.Body != strconv.Itoa(index) {
				t.Errorf("body %q", got.Body)
			}
			second = nil
		case <-time.After(patience):
			if index == 0 {
				t.Fatal("nobody got the event")
			}
		}
	}
}

func TestKeepAliveAndPipelining(t *testing.T) {
	f := newFake(t)
	conn := f.raw(strings.Repeat("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n", 3))
	text := make([]byte, 0, 1000)
	for strings.Count(string(text), "pong") < 3 {
		part := make([]byte, 200)
		read, err := conn.Read(part)
		if err != nil {
			t.Fatalf("%v after %q", err, text)
		}
		text = append(text, part[:read]...)
	}
}

func TestSlowClient(t *testing.T) {
	f := newFake(t)
	conn := f.raw("GE")
	for _, part := range []string{"T /pi", "ng HTTP/1.1\r", "\nHost: x\r\n\r", "\n"} {
		f.request("GET", "/ping", "")
		if _, err := conn.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	part := make([]byte, 12)
	if _, err := io.ReadFull(conn, part); err != nil || string(part) != "HTTP/1.1 200" {
		t.Errorf("%q, %v", part, err)
	}
}

func TestRoutes(t *testing.T) {
	f := newFake(t)
	for _, each := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/ping", 200}, {"GET", prefix + "/ping", 200}, {"POST", "/ping", 405},
		{"GET", "/", 404}, {"GET", prefix + "/runtime/restore/next", 404},
		{"POST", prefix + "/runtime/restore/error", 404}, {"GET", "/2021-04-23/credentials", 404},
		{"POST", prefix + "/runtime/invocation/next", 405},
		{"GET", prefix + "/runtime/init/error", 405},
		{"GET", answerPath("response"), 405},
		{"GET", prefix + "/runtime/invocation//response", 404},
		{"POST", prefix + "/runtime/invocation/../invocation/x/response", 404},
		{"GET", prefix + "/runtime/../../../etc/passwd", 404}, {"POST", answerPath("other"), 404},
	} {
		got := f.request(each.method, each.path, "")
		if got.Status != each.status {
			t.Errorf("%s %s: %d, expected %d", each.method, each.path, got.Status, each.status)
		}
		if each.status == 404 && got.Body != "404 page not found\n" {
			t.Errorf("%s: body %q", each.path, got.Body)
		}
	}
}
