package runtimeapi

import (
	"net/http"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// next is GET /runtime/invocation/next: whoever calls it is the runtime.
func (r *Runtime) next(w http.ResponseWriter, request *http.Request) {
	from, text := r.advance(CallNext)
	if text != "" {
		WriteProblem(w, http.StatusForbidden, "InvalidStateTransition", text)
		return
	}
	r.noteRelease(request)
	gone := request.Context().Done()
	if from == Running {
		r.deliverAgain(w, gone)
		return
	}
	r.observer.RuntimePolled(from == Started)
	select {
	case invocation := <-r.pending:
		if httpserver.Gone(w) {
			// It is another's, one that waits or the next that comes.
			r.Deliver(invocation)
			return
		}
		event, _ := r.useEvent(true)
		defer r.leaveEvent(event)
		r.sender.Queue(channel.JSONFrame(channel.Mark, channel.MarkMessage{
			Mark: "eventTaken", SinceUs: invocation.SinceUs(),
		}))
		r.writeEvent(w, event, invocation, gone)
	case <-gone:
	case <-r.ended:
	}
}

// useEvent locks the event for writing it out; who takes it makes the runtime run.
func (r *Runtime) useEvent(take bool) (*Event, *Invocation) {
	r.mutex.Lock()
	if take {
		r.state = Running
	}
	event, invocation := r.event, r.current
	event.users++
	r.mutex.Unlock()
	event.delivery.Lock()
	return event, invocation
}

func (r *Runtime) leaveEvent(event *Event) {
	event.delivery.Unlock()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	event.users--
}

// deliverAgain answers a second `next` with the same event (contract §1.6).
func (r *Runtime) deliverAgain(w http.ResponseWriter, gone <-chan struct{}) {
	event, invocation := r.useEvent(false)
	defer r.leaveEvent(event)
	// What is still under way of the first sending comes first: the two must not mix.
	for bytes := event.next(r.ended); bytes != nil; bytes = event.next(r.ended) {
		if event.consume(len(bytes)) != nil {
			return
		}
	}
	if event.isAbandoned() {
		return
	}
	event.begin(invocation.EventBytes)
	resend := channel.JSONFrame(channel.Resend,
		channel.ResendMessage{RequestID: invocation.RequestID})
	if r.sender.Send(resend) == nil {
		r.writeEvent(w, event, invocation, gone)
	}
}

func (r *Runtime) writeEvent(w http.ResponseWriter, event *Event, invocation *Invocation,
	gone <-chan struct{}) {
	invocation.writeHead(w.Header())
	for {
		bytes := event.next(gone)
		if bytes == nil {
			return
		}
		if _, err := w.Write(bytes); err != nil {
			return
		}
		if event.consume(len(bytes)) != nil {
			return
		}
	}
}
