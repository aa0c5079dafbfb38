package runtimeapi

import (
	"errors"
	"sync"

	"lambox.dev/shim/channel"
)

// Event is the stream of an event's bytes from the channel to `/next`: one fixed buffer, filled by
// the host within its credit.
type Event struct {
	send func(channel.Frame) error
	// Closed when its runtime has ended.
	ended <-chan struct{}

	mutex  sync.Mutex
	buffer [channel.EventWindow]byte
	// Positions in the whole event: what came, what was read, what the host was allowed to send.
	total, written, read, granted int
	arrived                       chan struct{}
	// Closed when the invocation ended before its event was read: the next one has another buffer.
	abandoned chan struct{}
	// Held while something is said of this event: see `say`.
	saying sync.Mutex

	// Held while the event is written to a runtime: a second one gets it afterwards.
	delivery sync.Mutex
	// How many write it or wait to; under the runtime's mutex.
	users int
}

func newEvent(send func(channel.Frame) error, ended <-chan struct{}) *Event {
	return &Event{
		send: send, ended: ended, arrived: make(chan struct{}, 1), abandoned: make(chan struct{}),
	}
}

// begin prepares for the bytes of an event, or for the same event once more.
func (e *Event) begin(total int) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.total, e.written, e.read, e.granted = total, 0, 0, channel.EventWindow
	select {
	case <-e.arrived:
	default:
	}
}

// Push takes bytes off the channel. It never blocks: more than the credit or the event's length is
// the host's error.
func (e *Event) Push(chunk []byte) error {
	e.mutex.Lock()
	if e.written+len(chunk) > e.total {
		defer e.mutex.Unlock()
		return channel.Malformed("eventChunk up to byte %d, expected at most %d",
			e.written+len(chunk), e.total)
	}
	if e.written+len(chunk) > e.granted {
		defer e.mutex.Unlock()
		return channel.Malformed("eventChunk up to byte %d, %d were granted", e.written+len(chunk),
			e.granted)
	}
	for len(chunk) > 0 {
		at := e.written % len(e.buffer)
		copied := copy(e.buffer[at:], chunk)
		e.written += copied
		chunk = chunk[copied:]
	}
	e.mutex.Unlock()
	select {
	case e.arrived <- struct{}{}:
	default:
	}
	return nil
}

// hasBegun says whether there is anything to write yet, be it that the event is empty.
func (e *Event) hasBegun() bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.written > 0 || e.total == 0
}

// whole gives all bytes of an event that has come, and of which nothing was read. They are good
// until the next event.
func (e *Event) whole() (bytes []byte, ok bool) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.buffer[:e.written], e.written == e.total && e.total <= len(e.buffer)
}

// next gives the bytes that are there, waiting for some; none: the end, or given up. They are good
// until `consume`.
func (e *Event) next() []byte {
	for {
		e.mutex.Lock()
		at, length := e.read%len(e.buffer), e.written-e.read
		done := e.read == e.total
		e.mutex.Unlock()
		if done {
			return nil
		}
		if length > 0 {
			if at+length > len(e.buffer) {
				length = len(e.buffer) - at
			}
			return e.buffer[at : at+length]
		}
		select {
		case <-e.arrived:
		case <-e.ended:
			return nil
		case <-e.abandoned:
			return nil
		}
	}
}

// errEventOver: the invocation ended before its event was read.
var errEventOver = errors.New("the invocation has ended")

// abandon gives up what was not read. Nothing is said of the event from here on.
func (e *Event) abandon() {
	e.saying.Lock()
	defer e.saying.Unlock()
	close(e.abandoned)
}

// say tells the host something of this event. Once the invocation is over the host would take it
// for the next one's.
func (e *Event) say(frame channel.Frame) error {
	e.saying.Lock()
	defer e.saying.Unlock()
	select {
	case <-e.abandoned:
		return errEventOver
	case <-e.ended:
		return errEventOver
	default:
		return e.send(frame)
	}
}

// consume frees bytes for the host to fill, telling it when half a window is free and more is to
// come.
func (e *Event) consume(bytes int) error {
	e.mutex.Lock()
	e.read += bytes
	credit := e.read + channel.EventWindow - e.granted
	if e.granted >= e.total || credit < channel.EventWindow/2 {
		e.mutex.Unlock()
		return nil
	}
	e.granted += credit
	e.mutex.Unlock()
	return e.say(channel.CreditFrame(channel.EventCredit, 0, credit))
}
