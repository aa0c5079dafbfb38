// Package scriptedhost plays the host in tests of the guest: it sends what a test says and shows
// what came.
package scriptedhost

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"lambox.dev/shim/channel"
)

// Slowness is LAMBOX_TEST_TIMEOUT_SCALE: how many times longer than on a machine of its own things
// may take on one that is emulated.
var Slowness = timeoutScale()

// Patience is how long a test waits for a frame that must come.
var Patience = time.Duration(Slowness * 60 * float64(time.Second))

func timeoutScale() float64 {
	if scale, err := strconv.ParseFloat(os.Getenv("LAMBOX_TEST_TIMEOUT_SCALE"), 64); err == nil {
		return scale
	}
	return 1
}

// Host is the other end of one channel. It answers the hello, grants credit for responses and
// answers `resend` as the real one does; everything else is the test's.
type Host struct {
	// Hello is what the guest said of itself.
	Hello channel.HelloMessage

	conn    io.ReadWriteCloser
	mutex   sync.Mutex
	frames  []channel.Frame
	changed chan struct{}
	ended   error
	event   []byte
	credit  *channel.Credit
	stop    chan struct{}
	// Bytes of the response that the guest was not told of yet; the reader's alone.
	owed int
	logs strings.Builder
	// Held while something is written: the connection takes one writer at a time.
	writing sync.Mutex
}

// Accept takes a guest's connection and welcomes it.
func Accept(conn io.ReadWriteCloser) (*Host, error) {
	host := &Host{
		conn: conn, changed: make(chan struct{}, 1), credit: channel.NewCredit(channel.EventWindow),
		stop: make(chan struct{}),
	}
	reader := channel.NewReader(conn)
	late := time.AfterFunc(Patience, func() { conn.Close() })
	frame, err := reader.Next()
	if err != nil {
		return nil, err
	}
	if frame.Kind != channel.Hello {
		return nil, fmt.Errorf("%s, expected hello", frame.Kind)
	}
	if err := frame.ParseJSON(&host.Hello); err != nil {
		return nil, err
	}
	late.Stop()
	host.Send(channel.JSONFrame(channel.Welcome, channel.WelcomeMessage{Protocol: channel.Version}))
	go host.read(reader)
	return host, nil
}

func (h *Host) read(reader *channel.Reader) {
	for {
		frame, err := reader.Next()
		h.mutex.Lock()
		if err != nil {
			h.ended = err
			h.mutex.Unlock()
			h.wake()
			return
		}
		frame.Body = append([]byte(nil), frame.Body...)
		h.frames = append(h.frames, frame)
		h.mutex.Unlock()
		h.react(frame)
		h.wake()
	}
}

func (h *Host) react(frame channel.Frame) {
	switch frame.Kind {
	case channel.ResponseHead:
		h.owed = 0
	case channel.ResponseChunk:
		h.owed += len(frame.Body)
		if h.owed >= channel.ResponseWindow/2 {
			h.Send(channel.CreditFrame(channel.ResponseCredit, 0, h.owed))
			h.owed = 0
		}
	case channel.EventCredit:
		if credit, err := frame.ParseCredit(); err == nil {
			h.credit.Grant(credit)
		}
	case channel.Resend:
		h.sendEvent()
	}
}

func (h *Host) wake() {
	select {
	case h.changed <- struct{}{}:
	default:
	}
}

// Send writes frames in one piece. A connection that has ended swallows them.
func (h *Host) Send(frames ...channel.Frame) {
	var bytes []byte
	for _, frame := range frames {
		bytes = channel.AppendFrame(bytes, frame)
	}
	h.SendBytes(bytes)
}

// SendBytes writes anything.
func (h *Host) SendBytes(bytes []byte) {
	h.mutex.Lock()
	conn := h.conn
	h.mutex.Unlock()
	h.writing.Lock()
	defer h.writing.Unlock()
	_, _ = conn.Write(bytes)
}

// Invoke sends an invocation and its event, as far as credit goes ahead of the caller's other
// frames.
func (h *Host) Invoke(message channel.InvokeMessage, event []byte) {
	message.EventBytes = len(event)
	if message.ResponseBytesMax == 0 {
		message.ResponseBytesMax = 6291556
	}
	if message.RemainingMs == 0 {
		message.RemainingMs = 3000
	}
	h.event = event
	h.sendEvent(channel.JSONFrame(channel.Invoke, message))
}

// sendEvent sends the event's first chunks in one piece with what goes ahead of them, the others
// as they are granted.
func (h *Host) sendEvent(ahead ...channel.Frame) {
	close(h.stop)
	h.stop = make(chan struct{})
	h.credit.Restart(channel.EventWindow)
	stop := h.stop
	first, rest := cut(h.event, channel.EventWindow)
	for len(first) > 0 {
		var chunk []byte
		chunk, first = cut(first, channel.ChunkMax)
		h.credit.Take(len(chunk))
		ahead = append(ahead, channel.Frame{Kind: channel.EventChunk, Body: chunk})
	}
	h.Send(ahead...)
	go func() {
		for len(rest) > 0 {
			room := h.credit.Wait(channel.ChunkMax, stop)
			if room == 0 {
				return
			}
			var chunk []byte
			chunk, rest = cut(rest, room)
			h.credit.Take(len(chunk))
			h.Send(channel.Frame{Kind: channel.EventChunk, Body: chunk})
		}
	}()
}

// cut takes at most so many bytes off the front.
func cut(bytes []byte, most int) (front, rest []byte) {
	if most > len(bytes) {
		most = len(bytes)
	}
	return bytes[:most], bytes[most:]
}

// Expect waits for the next frame of the kind and takes it out; `Find` still sees the others. A
// protocolError or the end of the channel fails.
func (h *Host) Expect(kind channel.Kind) (channel.Frame, error) {
	return h.expect(kind, kind)
}

// ExpectAlive is Expect where the news that a process ended fails, too: nothing comes after it.
func (h *Host) ExpectAlive(kind channel.Kind) (channel.Frame, error) {
	frame, err := h.expect(kind, channel.ProcessExited)
	if err == nil && frame.Kind != kind {
		err = fmt.Errorf("a process ended while waiting for %s: %s", kind, frame.Body)
	}
	return frame, err
}

func (h *Host) expect(kind, other channel.Kind) (channel.Frame, error) {
	late := time.After(Patience)
	for {
		h.mutex.Lock()
		for index, frame := range h.frames {
			if frame.Kind == kind || frame.Kind == other {
				h.frames = append(h.frames[:index:index], h.frames[index+1:]...)
				h.mutex.Unlock()
				return frame, nil
			}
			if frame.Kind == channel.ProtocolError {
				h.mutex.Unlock()
				return frame, fmt.Errorf("%s while waiting for %s", frame.Body, kind)
			}
		}
		ended, seen := h.ended, kinds(h.frames)
		h.mutex.Unlock()
		if ended != nil {
			return channel.Frame{},
				fmt.Errorf("the channel ended (%v) while waiting for %s; seen: %s", ended, kind,
					seen)
		}
		select {
		case <-h.changed:
		case <-late:
			return channel.Frame{}, fmt.Errorf("no %s within %v; seen: %s", kind, Patience, seen)
		}
	}
}

func kinds(frames []channel.Frame) string {
	var names []string
	for _, frame := range frames {
		names = append(names, frame.Kind.String())
	}
	return strings.Join(names, " ")
}

// Find takes out all frames of the kind that came so far.
func (h *Host) Find(kind channel.Kind) []channel.Frame {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	var found, rest []channel.Frame
	for _, frame := range h.frames {
		if frame.Kind == kind {
			found = append(found, frame)
		} else {
			rest = append(rest, frame)
		}
	}
	h.frames = rest
	return found
}

// Ended waits for the end of the channel.
func (h *Host) Ended() error {
	late := time.After(Patience)
	for {
		h.mutex.Lock()
		ended := h.ended
		h.mutex.Unlock()
		if ended != nil {
			return nil
		}
		select {
		case <-h.changed:
		case <-late:
			return fmt.Errorf("the channel did not end within %v", Patience)
		}
	}
}

// Close ends the channel.
func (h *Host) Close() {
	h.conn.Close()
}
