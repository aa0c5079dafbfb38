package runtimeapi

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"runtime"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

const (
	shortPayload = 65536
	longPayload  = 6291456
	// What a payload's length may add in all, in bytes: the contract's one buffer.
	growthMax = 65536
)

// frugalHost takes and gives without memory of its own.
type frugalHost struct {
	*fake
	ended chan struct{}
}

func (h *frugalHost) SendBytes(frames []byte) error {
	for len(frames) > 0 {
		length := binary.BigEndian.Uint32(frames[4:])
		switch channel.Kind(frames[1]) {
		case channel.ResponseChunk:
			h.GrantResponse(int(length))
		case channel.ResponseEnd:
			h.ended <- struct{}{}
		}
		frames = frames[8+length:]
	}
	return nil
}

func (h *frugalHost) QueueMessage(channel.Kind, interface{}) {}

// frugalRuntime asks by hand, over one connection, and reads into the same room each time.
type frugalRuntime struct {
	net.Conn
	host *frugalHost
	// What is read; what is sent, as event and as answer.
	room, payload []byte
}

func newFrugal(t *testing.T) *frugalRuntime {
	t.Helper()
	host := &frugalHost{ended: make(chan struct{}, 1)}
	host.fake = newFakeOf(t, func(f *fake) Sender {
		host.fake = f
		return host
	})
	return &frugalRuntime{host.raw(""), host, make([]byte, shortPayload), make([]byte, longPayload)}
}

// exchange sends a request of pieces and reads as many bytes of the answer as are to come behind
// its head.
func (r *frugalRuntime) exchange(t *testing.T, body int, pieces ...[]byte) {
	t.Helper()
	for _, piece := range pieces {
		if _, err := r.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	for read, begun := 0, false; ; {
		length, err := r.Read(r.room)
		if err != nil {
			t.Fatal(err)
		}
		if !begun {
			begun = true
			if end := bytes.Index(r.room[:length], []byte("\r\n\r\n")); end < 0 {
				t.Fatalf("no head in %.200q", r.room[:length])
			} else {
				read = -(end + 4)
			}
		}
		if read += length; read == body {
			return
		}
	}
}

// event brings an event of the length to the runtime, by credit.
func (r *frugalRuntime) event(t *testing.T, length int) {
	t.Helper()
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		<-r.host.polled
		invocation := NewInvocation(channel.InvokeMessage{
			RequestID: id, EventBytes: length, ResponseBytesMax: longPayload + 100,
		}, time.Now())
		r.host.Accept(invocation)
		r.host.Deliver(invocation)
		for window, left := channel.EventWindow, length; left > 0; {
			for window == 0 {
				credit, _ := (<-r.host.frames).ParseCredit()
				window += credit
			}
			part := window
			if part > left {
				part = left
			}
			if err := r.host.PushEvent(r.payload[:part]); err != nil {
				t.Error(err)
				return
			}
			window, left = window-part, left-part
		}
	}()
	r.exchange(t, length,
		[]byte("GET "+prefix+"/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"))
	<-delivered
}

func (r *frugalRuntime) answer(t *testing.T, length int, fields string) {
	t.Helper()
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n",
		answerPath("response"), fields, length)
	r.exchange(t, len(accepted), []byte(head), r.payload[:length])
	<-r.host.ended
}

// cycle is an event and its answer; it gives the bytes that were allocated meanwhile.
func (r *frugalRuntime) cycle(t *testing.T, event, answer int, fields string) int64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r.event(t, event)
	r.answer(t, answer, fields)
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// However long an event and an answer are, what they pass through is as long as for short ones.
func TestMemoryDoesNotGrowWithThePayload(t *testing.T) {
	for _, fields := range []string{"", "Lambda-Runtime-Function-Response-Mode: streaming\r\n"} {
		r := newFrugal(t)
		r.cycle(t, shortPayload, shortPayload, fields)
		short := r.cycle(t, shortPayload, shortPayload, fields)
		event := r.cycle(t, longPayload, shortPayload, fields)
		answer := r.cycle(t, shortPayload, longPayload, fields)
		if event-short > growthMax || answer-short > growthMax {
			t.Errorf("%q: %d bytes for a long event, %d for a long answer, %d for short ones",
				fields, event, answer, short)
		}
	}
}
