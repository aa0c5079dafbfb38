// Package runtimeapi is Lambda's Runtime API (contract §1): one file per route, the state machine
// as one table.
package runtimeapi

import (
	"sync"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// Address is where the APIs listen: AWS_LAMBDA_RUNTIME_API.
const Address = "127.0.0.1:9001"

// Sender is the part of the channel that the API writes to.
type Sender interface {
	Send(frames ...channel.Frame) error
	SendBytes(frames []byte) error
	// QueueMessage keeps it until something else is sent.
	QueueMessage(kind channel.Kind, message interface{})
}

// Observer is told what changed, outside every lock of this package.
type Observer interface {
	// RuntimePolled: the runtime is in `next`; `first` for its first time.
	RuntimePolled(first bool)
	// InitErrorPosted: the runtime says that its init failed. That alone ends nothing.
	InitErrorPosted(message channel.InitErrorMessage)
}

// Runtime is the API's side of one runtime's life: from its process's start to the reset.
type Runtime struct {
	sender   Sender
	observer Observer
	event    *Event
	credit   *channel.Credit
	batch    *channel.Batch
	ended    chan struct{}
	// Events that a goroutine writes.
	writers sync.WaitGroup

	mutex   sync.Mutex
	state   State
	current *Invocation
	// Delivered, and yet to be taken by a `next`; those that wait.
	pending *Invocation
	waiting []*httpserver.Held
	release string
	closed  bool
}

// NewRuntime is a runtime in its first state.
func NewRuntime(sender Sender, observer Observer) *Runtime {
	ended := make(chan struct{})
	return &Runtime{
		sender: sender, observer: observer, state: Started,
		credit: channel.NewCredit(channel.ResponseWindow),
		batch:  channel.NewBatch(), ended: ended,
		event: newEvent(func(frame channel.Frame) error { return sender.Send(frame) }, ended),
	}
}

// Accept notes the invocation whose event begins to arrive: its id is valid from now on.
func (r *Runtime) Accept(invocation *Invocation) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.current = invocation
	r.event.begin(invocation.EventBytes)
}

// Deliver gives the accepted invocation to the runtime that waits in `next`, or to the next that
// comes.
func (r *Runtime) Deliver(invocation *Invocation) {
	r.mutex.Lock()
	r.pending = invocation
	r.mutex.Unlock()
	r.hand()
}

// PushEvent takes bytes of the event off the channel.
func (r *Runtime) PushEvent(chunk []byte) error {
	r.mutex.Lock()
	event, pending := r.event, r.pending != nil
	r.mutex.Unlock()
	err := event.Push(chunk)
	if err == nil && pending {
		r.hand()
	}
	return err
}

// GrantResponse lets more of the response through, in bytes.
func (r *Runtime) GrantResponse(credit int) {
	r.credit.Grant(credit)
}

// State is where the runtime stands.
func (r *Runtime) State() State {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.state
}

// Done says whether the runtime answered the invocation and is back in `next`.
func (r *Runtime) Done(invocation *Invocation) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.current == invocation && invocation.answered && r.state == Ready
}

// Release is what the runtime said it is.
func (r *Runtime) Release() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.release
}

// Close ends every call that waits.
func (r *Runtime) Close() {
	r.mutex.Lock()
	waiting := r.waiting
	r.waiting = nil
	if !r.closed {
		r.closed = true
		close(r.ended)
		r.credit.Close()
	}
	r.mutex.Unlock()
	for _, held := range waiting {
		held.Drop()
	}
}

// Wait returns when nothing is written any more. To be called after Close, when the connections are
// closed, too.
func (r *Runtime) Wait() {
	r.writers.Wait()
}

// advance makes the call's transition; the text is the refusal, empty where it is allowed. Under
// the mutex.
func (r *Runtime) advance(call Call) (from State, text string) {
	from = r.state
	to, allowed := transitions[from][call]
	if !allowed || r.closed {
		return from, refusal(from, call)
	}
	r.state = to
	return from, ""
}

func (r *Runtime) noteRelease(request *httpserver.Request) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.release == "" {
		r.release = runtimeRelease(request.Field("User-Agent"),
			request.Field("Lambda-Runtime-Features"))
	}
}
