package runtimeapi

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// fuzzAnswerMax is the limit of an answer, in bytes: low, so that it is met.
const fuzzAnswerMax = 100

// fuzzHost has an event for whoever asks for the next, sends one again when it must, and notes what
// no host may hear. Its events' ids are known ahead: see `fuzzID`.
type fuzzHost struct {
	*Runtime
	event []byte
	// What the channel would have brought: "" a runtime that polls, else an event to send again.
	wanted         chan string
	quit, finished chan struct{}

	mutex    sync.Mutex
	problems []string
	// Bytes of the answer under way; -1: there is none.
	heard int64
}

func fuzzID(number int) string {
	return fmt.Sprintf("%s%d", id[:len(id)-1], number%10)
}

func newFuzzHost(eventBytes int) *fuzzHost {
	h := &fuzzHost{
		event: make([]byte, eventBytes), wanted: make(chan string, 16), heard: -1,
		quit: make(chan struct{}), finished: make(chan struct{}),
	}
	h.Runtime = NewRuntime(h, h)
	go h.serveEvents()
	return h
}

// serveEvents is what the channel's reader does: one frame after the other.
func (h *fuzzHost) serveEvents() {
	defer close(h.finished)
	var last *Invocation
	for number := 0; ; {
		select {
		case <-h.quit:
			return
		case again := <-h.wanted:
			if again == "" && (last == nil || h.Done(last)) {
				number++
				last = NewInvocation(channel.InvokeMessage{
					RequestID: fuzzID(number), InvocationID: "n", EventBytes: len(h.event),
					ResponseBytesMax: fuzzAnswerMax,
				}, time.Now())
				h.Accept(last)
				h.Deliver(last)
			} else if last == nil || again != last.RequestID {
				continue
			}
			if err := h.PushEvent(h.event); err != nil {
				h.complain("the host was refused: %v", err)
			}
		}
	}
}

func (h *fuzzHost) stop() {
	close(h.quit)
	<-h.finished
}

func (h *fuzzHost) want(what string) {
	select {
	case h.wanted <- what:
	case <-h.quit:
	}
}

func (h *fuzzHost) RuntimePolled(bool)                       { h.want("") }
func (h *fuzzHost) InitErrorPosted(channel.InitErrorMessage) {}

// Serve tells a panic, which the server would survive in silence.
func (h *fuzzHost) Serve(w *httpserver.Response, request *httpserver.Request) {
	defer func() {
		if problem := recover(); problem != nil {
			h.complain("%v\n%s", problem, debug.Stack())
		}
	}()
	h.Runtime.Serve(w, request)
}

func (h *fuzzHost) complain(format string, values ...interface{}) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.problems = append(h.problems, fmt.Sprintf(format, values...))
}

// verdict is for when nothing is under way any more.
func (h *fuzzHost) verdict() []string {
	if h.heard >= 0 {
		h.complain("an answer never ended")
	}
	return h.problems
}

func (h *fuzzHost) QueueMessage(channel.Kind, interface{}) {}

func (h *fuzzHost) Send(frames ...channel.Frame) error {
	for _, frame := range frames {
		var resend channel.ResendMessage
		if frame.Kind != channel.Resend || frame.ParseJSON(&resend) != nil {
			h.complain("the host heard %s %q", frame.Kind, frame.Body)
		}
		h.want(resend.RequestID)
	}
	return nil
}

// SendBytes takes frames apart by hand: a reader would have a buffer of its own each time.
func (h *fuzzHost) SendBytes(frames []byte) error {
	for len(frames) > 0 {
		end := 8 + binary.BigEndian.Uint32(frames[4:])
		h.hear(channel.Kind(frames[1]), frames[8:end])
		frames = frames[end:]
	}
	return nil
}

func (h *fuzzHost) hear(kind channel.Kind, body []byte) {
	switch {
	case kind == channel.ResponseHead && h.heard < 0:
		h.heard = 0
	case kind == channel.ResponseChunk && h.heard >= 0 && len(body) > 0:
		h.heard += int64(len(body))
		h.GrantResponse(len(body))
	case kind == channel.ResponseEnd && h.heard >= 0:
		var end channel.ResponseEndMessage
		if json.Unmarshal(body, &end) != nil || end.Bytes != h.heard || h.heard > fuzzAnswerMax {
			h.complain("%d bytes ended with %s", h.heard, body)
		}
		h.heard = -1
	default:
		h.complain("%s of %d bytes after %d of an answer", kind, len(body), h.heard)
	}
}
