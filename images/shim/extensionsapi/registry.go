// Package extensionsapi is Lambda's Extensions API (contract §2.1–§2.2): one file per route.
package extensionsapi

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"sync"

	"lambox.dev/shim/channel"
)

// AgentsMax is how many extensions an environment may have, external and internal together.
const AgentsMax = 10

// Observer is told what changed, outside every lock of this package.
type Observer interface {
	// ExtensionsChanged: one registered, or is in `next`.
	ExtensionsChanged()
	// ExtensionFailed: one posted an error of its init or its end.
	ExtensionFailed(message channel.ExtensionErrorMessage)
}

// Registry is the API's side of all extensions of one init: from their start to the reset.
type Registry struct {
	function channel.Function
	observer Observer
	enabled  bool

	mutex  sync.Mutex
	agents []*agent
	closed bool
	done   bool
}

// NewRegistry knows no extension yet. Where extensions are disabled every route answers 404.
func NewRegistry(function channel.Function, observer Observer, enabled bool) *Registry {
	return &Registry{function: function, observer: observer, enabled: enabled}
}

// AddExternal notes a process that is about to be started. false: there are too many.
func (r *Registry) AddExternal(name string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	added := newAgent(name, true)
	r.agents = append(r.agents, added)
	if len(r.agents) > AgentsMax {
		added.state, added.errorType = LaunchError, "TooManyExtensions"
		return false
	}
	return true
}

// NoteLaunchError says that an external extension could not be started.
func (r *Registry) NoteLaunchError(name string, denied bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, each := range r.agents {
		if each.name == name && each.external {
			each.state, each.errorType = LaunchError, "UnknownError"
			if denied {
				each.errorType = "PermissionDenied"
			}
		}
	}
}

// NoteExit says that the process of an external extension ended.
func (r *Registry) NoteExit(name string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, each := range r.agents {
		if each.name == name && each.external && transitions[each.state][Exited] {
			each.state = Exited
		}
	}
}

// AllRegistered says whether the runtime may be started.
func (r *Registry) AllRegistered() bool {
	return r.all(func(each *agent) bool { return !each.external || each.state != Started })
}

// AllReady says whether every extension has been in `next`: the extensions' part of init is done.
func (r *Registry) AllReady() bool {
	return r.all(func(each *agent) bool { return each.state == Ready })
}

// Idle says whether no extension has an event any more.
func (r *Registry) Idle() bool {
	return r.all(func(each *agent) bool { return !each.busy })
}

func (r *Registry) all(condition func(*agent) bool) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, each := range r.agents {
		if !condition(each) {
			return false
		}
	}
	return true
}

// Count is how many extensions there are, external ones separately.
func (r *Registry) Count() (all, external int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, each := range r.agents {
		if each.external {
			external++
		}
	}
	return len(r.agents), external
}

// CloseRegistration refuses newcomers: the runtime is in its first `next`.
func (r *Registry) CloseRegistration() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.closed = true
}

// Describe is what init reports of each extension.
func (r *Registry) Describe() []channel.ExtensionMessage {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	all := []channel.ExtensionMessage{}
	for _, each := range r.agents {
		events := append([]string{}, each.events...)
		all = append(all, channel.ExtensionMessage{
			Name: each.name, State: string(each.state), Events: events, ErrorType: each.errorType,
		})
	}
	return all
}

type tracing struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type invokeEvent struct {
	EventType          string   `json:"eventType"`
	DeadlineMs         int64    `json:"deadlineMs"`
	RequestID          string   `json:"requestId"`
	InvokedFunctionArn string   `json:"invokedFunctionArn"`
	Tracing            *tracing `json:"tracing,omitempty"`
}

type shutdownEvent struct {
	EventType      string `json:"eventType"`
	DeadlineMs     int64  `json:"deadlineMs"`
	ShutdownReason string `json:"shutdownReason"`
}

// Invoke hands the invocation to the extensions that asked for INVOKE.
func (r *Registry) Invoke(invocation channel.InvokeMessage, deadlineMs int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.agents) == 0 {
		return
	}
	message := invokeEvent{eventInvoke, deadlineMs, invocation.RequestID, invocation.FunctionArn,
		nil}
	if invocation.TraceID != "" {
		message.Tracing = &tracing{"X-Amzn-Trace-Id", invocation.TraceID}
	}
	body := mustMarshal(message)
	for _, each := range r.agents {
		if each.subscribed(eventInvoke) && each.state == Ready {
			each.hand(event{newIdentifier(), body})
		}
	}
}

// Shutdown hands SHUTDOWN to the external extensions that asked for it and gives the names of those
// that did not.
func (r *Registry) Shutdown(reason string, deadlineMs int64) (unsubscribed []string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	body := mustMarshal(shutdownEvent{eventShutdown, deadlineMs, reason})
	for _, each := range r.agents {
		switch {
		case !each.external:
		case !each.subscribed(eventShutdown):
			unsubscribed = append(unsubscribed, each.name)
		case each.state == Ready:
			each.hand(event{"", body})
		default:
			// It works on another event and finds this one at its next `next`.
			each.queue = append(each.queue, event{"", body})
		}
	}
	return unsubscribed
}

// Close ends every call that waits.
func (r *Registry) Close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.done = true
	for _, each := range r.agents {
		each.dismiss()
	}
}

func newAgent(name string, external bool) *agent {
	return &agent{
		name: name, id: newIdentifier(), external: external, state: Started,
	}
}

func newIdentifier() string {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		panic(err)
	}
	random[6] = random[6]&0x0f | 0x40
	random[8] = random[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", random[0:4], random[4:6], random[6:8], random[8:10],
		random[10:])
}

func mustMarshal(message interface{}) []byte {
	body, err := json.Marshal(message)
	if err != nil {
		// Structs of strings and numbers: there is nothing to fail on.
		panic(err)
	}
	return body
}
