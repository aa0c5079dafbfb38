package extensionsapi

import "lambox.dev/shim/httpserver"

// State is where an extension stands, in the words of its error bodies (contract §2.2).
type State string

// The states of an extension.
const (
	Started     State = "Started"
	Registered  State = "Registered"
	Ready       State = "Ready"
	Running     State = "Running"
	InitError   State = "InitError"
	ExitError   State = "ExitError"
	Exited      State = "Exited"
	LaunchError State = "LaunchError"
)

// transitions is the machine of every extension: what is not in it is refused. Ready becomes
// Running when an event is handed over; that is not a call.
var transitions = map[State]map[State]bool{
	Started:    {Registered: true, LaunchError: true},
	Registered: {Ready: true, InitError: true, ExitError: true},
	Ready:      {ExitError: true},
	Running:    {Ready: true, ExitError: true, Exited: true},
	// Saying the same error again changes nothing.
	InitError: {InitError: true},
	ExitError: {ExitError: true},
}

// Events that an extension may ask for.
const (
	eventInvoke   = "INVOKE"
	eventShutdown = "SHUTDOWN"
)

// agent is one extension: external (a process of its own) or internal (part of the runtime's).
type agent struct {
	name      string
	id        string
	external  bool
	state     State
	events    []string
	errorType string
	// It has an event and is not back in `next`.
	busy bool
	// The call that waits in `next`, if any, and what came while there was none.
	waiting *httpserver.Held
	queue   []event
}

type event struct {
	// Empty for a shutdown, which has no identifier.
	identifier string
	body       []byte
}

func (a *agent) subscribed(name string) bool {
	for _, wanted := range a.events {
		if wanted == name {
			return true
		}
	}
	return false
}

// hand gives the agent its event. One that went away from `next` has lost it, as in the service.
func (a *agent) hand(event event) {
	a.state, a.busy = Running, true
	if a.waiting == nil {
		return
	}
	if w := a.waiting.Take(); w != nil {
		event.writeHead(w)
		a.waiting.End(event.body)
	}
	a.waiting = nil
}

// dismiss ends the call that waits.
func (a *agent) dismiss() {
	if a.waiting != nil {
		a.waiting.Drop()
		a.waiting = nil
	}
}
