package runtimeapi

import (
	"runtime"
	"strconv"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

// unread brings the runtime to an event that does not end.
func (f *fake) unread() {
	f.t.Helper()
	f.raw("GET " + prefix + "/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n")
	<-f.polled
	long := message("")
	long.EventBytes = 100000000
	invocation := NewInvocation(long, time.Now())
	f.Accept(invocation)
	f.Deliver(invocation)
	if err := f.PushEvent(make([]byte, channel.EventWindow)); err != nil {
		f.t.Fatal(err)
	}
	f.await(channel.Mark, nil)
}

// A runtime may answer without reading its event; the next one must be whole all the same.
func TestNextEventAfterAnUnreadOne(t *testing.T) {
	f := newFake(t)
	f.unread()
	if got := f.request("POST", answerPath("response"), "1"); got.Status != 202 {
		t.Fatalf("%+v", got)
	}
	poll := f.poll()
	f.invoke(`"second"`)
	if got := <-poll; got.Body != `"second"` {
		t.Errorf("body %q", got.Body)
	}
}

// A second call for an event that nobody is to read on any more gets the one after it.
func TestSecondNextOfAnUnreadEvent(t *testing.T) {
	f := newFake(t)
	f.unread()
	second := f.startNext()
	for f.users() < 2 {
		runtime.Gosched()
	}
	f.request("POST", answerPath("response"), "1")
	other := f.poll()
	<-f.polled
	for event := 0; ; event++ {
		f.invoke(strconv.Itoa(event))
		select {
		case got := <-second:
			named := got.Header.Get("Lambda-Runtime-Aws-Request-Id")
			if got.Body != strconv.Itoa(event) || named != id {
				t.Errorf("event %d: %+v", event, got)
			}
			return
		case <-other:
			f.request("POST", answerPath("response"), "1")
			other = f.poll()
		}
	}
}

func (f *fake) users() int {
	f.Runtime.mutex.Lock()
	defer f.Runtime.mutex.Unlock()
	return f.Runtime.event.users
}

// The host would take it for the next event's, and that one's bytes would be too many.
func TestNothingIsSaidOfAnEventThatIsOver(t *testing.T) {
	var said []channel.Frame
	event := newEvent(func(frame channel.Frame) error {
		said = append(said, frame)
		return nil
	}, nil)
	event.begin(channel.EventWindow + 1)
	if err := event.Push(make([]byte, channel.EventWindow)); err != nil {
		t.Fatal(err)
	}
	event.abandon()
	if err := event.consume(channel.EventWindow); err != errEventOver || len(said) > 0 {
		t.Errorf("%v, said %v", err, said)
	}
}
