package runtimeapi

import (
	"net/http"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// next is GET /runtime/invocation/next: whoever calls it is the runtime.
func (r *Runtime) next(w *httpserver.Response, request *httpserver.Request) {
	r.mutex.Lock()
	from, text := r.advance(CallNext)
	event, invocation := r.event, r.current
	// The runtime answered without reading its event, and somebody still writes it.
	unread := text == "" && from == ResponseSent && event.users > 0
	if unread {
		r.event = newEvent(event.send, r.ended)
	} else if text == "" && from == Running {
		event.users++
	}
	r.mutex.Unlock()
	if text != "" {
		WriteProblem(w, http.StatusForbidden, "InvalidStateTransition", text)
		return
	}
	r.noteRelease(request)
	if from == Running {
		if r.deliverAgain(w, event, invocation) == errEventOver {
			// Another call ended the invocation meanwhile: this one waits for the event after it.
			r.next(w, request)
		}
		return
	}
	if unread {
		// Before the host hears that the invocation is complete.
		event.abandon()
	}
	r.observer.RuntimePolled(from == Started)
	r.wait(w.Hold())
	r.hand()
}

// wait lines up behind those that wait already.
func (r *Runtime) wait(held *httpserver.Held) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed {
		held.Drop()
		return
	}
	here := r.waiting[:0]
	for _, each := range r.waiting {
		if !each.IsLost() {
			here = append(here, each)
		}
	}
	r.waiting = append(here, held)
}

// hand gives the delivered event to the first that waits for one, where there are both.
func (r *Runtime) hand() {
	r.mutex.Lock()
	invocation, event := r.pending, r.event
	if invocation == nil || !event.hasBegun() {
		r.mutex.Unlock()
		return
	}
	held, w := r.takeWaiting()
	if w == nil {
		r.mutex.Unlock()
		return
	}
	r.pending, r.state = nil, Running
	event.users++
	// Free until here. One that asks for it again comes behind: it waits for bytes that the caller
	// reads off the channel.
	event.delivery.Lock()
	r.mutex.Unlock()
	r.sender.QueueMessage(channel.Mark, channel.MarkMessage{
		Mark: "eventTaken", SinceUs: invocation.SinceUs(),
	})
	invocation.writeHead(w)
	r.writeBeside(held, w, event)
}

// takeWaiting is the first that waits and is still there. Under the mutex.
func (r *Runtime) takeWaiting() (*httpserver.Held, *httpserver.Response) {
	for len(r.waiting) > 0 {
		held := r.waiting[0]
		r.waiting = r.waiting[:copy(r.waiting, r.waiting[1:])]
		if w := held.Take(); w != nil {
			return held, w
		}
	}
	return nil, nil
}

// writeBeside never waits: the caller has other frames to handle. A short event that is here as a
// whole goes out at once, any other from a goroutine.
func (r *Runtime) writeBeside(held *httpserver.Held, w *httpserver.Response, event *Event) {
	if bytes, whole := event.whole(); whole && len(bytes) <= httpserver.GatherMax {
		held.End(bytes)
		_ = event.consume(len(bytes))
		r.leaveEvent(event)
		return
	}
	r.writers.Add(1)
	go func() {
		defer r.writers.Done()
		r.writeEvent(w, event)
		r.leaveEvent(event)
		held.Release()
	}()
}

func (r *Runtime) leaveEvent(event *Event) {
	event.delivery.Unlock()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	event.users--
}

// deliverAgain answers a second `next` with the same event (contract §1.6), of which it is a user.
// errEventOver: nothing was answered.
func (r *Runtime) deliverAgain(w *httpserver.Response, event *Event, invocation *Invocation) error {
	event.delivery.Lock()
	defer r.leaveEvent(event)
	// What is still under way of the first sending comes first: the two must not mix.
	for bytes := event.next(); bytes != nil; bytes = event.next() {
		if err := event.consume(len(bytes)); err != nil {
			return err
		}
	}
	event.begin(invocation.EventBytes)
	err := event.say(channel.JSONFrame(channel.Resend,
		channel.ResendMessage{RequestID: invocation.RequestID}))
	if err == nil {
		invocation.writeHead(w)
		r.writeEvent(w, event)
	}
	return err
}

func (r *Runtime) writeEvent(w *httpserver.Response, event *Event) {
	for bytes := event.next(); bytes != nil; bytes = event.next() {
		if _, err := w.Write(bytes); err != nil {
			return
		}
		if event.consume(len(bytes)) != nil {
			return
		}
	}
}
