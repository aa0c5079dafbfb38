package runtimeapi

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"lambox.dev/shim/apiclient"
	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// fake is a runtime's surroundings: a server, a host that keeps what it gets, an observer.
type fake struct {
	*Runtime
	t       *testing.T
	server  *httpserver.Server
	frames  chan channel.Frame
	polled  chan bool
	inits   chan channel.InitErrorMessage
	pending []byte
	mutex   sync.Mutex
}

func newFake(t *testing.T) *fake {
	t.Helper()
	return newFakeOf(t, func(f *fake) Sender { return f })
}

// newFakeOf lets something else be the host.
func newFakeOf(t *testing.T, host func(*fake) Sender) *fake {
	t.Helper()
	server, err := httpserver.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{
		t: t, server: server, frames: make(chan channel.Frame, 10000), polled: make(chan bool, 100),
		inits: make(chan channel.InitErrorMessage, 100),
	}
	f.Runtime = NewRuntime(host(f), f)
	go func() { _ = server.Serve(f) }()
	t.Cleanup(func() {
		f.Runtime.Close()
		server.Close()
		server.Disconnect()
	})
	return f
}

func (f *fake) RuntimePolled(first bool)                         { f.polled <- first }
func (f *fake) InitErrorPosted(message channel.InitErrorMessage) { f.inits <- message }

func (f *fake) Send(frames ...channel.Frame) error {
	for _, frame := range frames {
		f.frames <- frame
	}
	return nil
}

func (f *fake) QueueMessage(kind channel.Kind, message interface{}) {
	f.frames <- channel.JSONFrame(kind, message)
}

func (f *fake) SendBytes(frames []byte) error {
	reader := channel.NewReader(bytes.NewReader(append([]byte(nil), frames...)))
	for {
		frame, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			f.t.Error(err)
			return err
		}
		frame.Body = append([]byte(nil), frame.Body...)
		f.frames <- frame
		if frame.Kind == channel.ResponseChunk {
			f.GrantResponse(len(frame.Body))
		}
	}
}

// await waits for a frame of the kind and drops others.
func (f *fake) await(kind channel.Kind, message interface{}) channel.Frame {
	f.t.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case frame := <-f.frames:
			if frame.Kind == kind {
				if message != nil && frame.ParseJSON(message) != nil {
					f.t.Fatalf("%s: %s", kind, frame.Body)
				}
				return frame
			}
		case <-late:
			f.t.Fatalf("no %s", kind)
		}
	}
}

func (f *fake) url(path string) string {
	return "http://" + f.server.Addr().String() + path
}

func (f *fake) try(method, path, body string, headers ...string) apiclient.Answer {
	return apiclient.Ask(method, f.url(path), body, headers...)
}

func (f *fake) request(method, path, body string, headers ...string) apiclient.Answer {
	f.t.Helper()
	got := f.try(method, path, body, headers...)
	if got.Status == 0 {
		f.t.Fatal(got.Body)
	}
	return got
}

// startNext is one `next` beside the test.
func (f *fake) startNext() chan apiclient.Answer {
	done := make(chan apiclient.Answer, 1)
	go func() { done <- f.try("GET", prefix+"/runtime/invocation/next", "") }()
	return done
}

const id = "0f0f0f0f-1111-4222-8333-444444444444"

func message(event string) channel.InvokeMessage {
	return channel.InvokeMessage{
		RequestID: id, InvocationID: "n1", FunctionArn: "arn", RemainingMs: 3000,
		EventBytes: len(event), ResponseBytesMax: 6291556,
	}
}

// invoke gives the runtime an event that is here as a whole.
func (f *fake) invoke(event string) *Invocation {
	f.t.Helper()
	invocation := NewInvocation(message(event), time.Now())
	f.Accept(invocation)
	if err := f.PushEvent([]byte(event)); err != nil {
		f.t.Fatal(err)
	}
	f.Deliver(invocation)
	return invocation
}

// poll is a `next` that is being waited for.
func (f *fake) poll() chan apiclient.Answer {
	done := f.startNext()
	<-f.polled
	return done
}

// running brings the runtime to an event.
func (f *fake) running() {
	f.t.Helper()
	poll := f.poll()
	f.invoke("{}")
	<-poll
}

// raw speaks HTTP by hand.
func (f *fake) raw(text string) net.Conn {
	f.t.Helper()
	conn, err := net.Dial("tcp", f.server.Addr().String())
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { conn.Close() })
	if _, err := conn.Write([]byte(text)); err != nil {
		f.t.Fatal(err)
	}
	return conn
}
