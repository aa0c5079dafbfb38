package extensionsapi

import (
	"net/http"
	"strconv"
)

// next is GET /extension/event/next.
func (r *Registry) next(w http.ResponseWriter, request *http.Request, caller *agent,
	identifier string) {
	if caller == nil {
		refuse(w, "Extension.UnknownExtensionIdentifier", "Unknown extension "+identifier)
		return
	}
	r.mutex.Lock()
	if !transitions[caller.state][Ready] {
		state := caller.state
		r.mutex.Unlock()
		refuseTransition(w, state, Ready, identifier)
		return
	}
	caller.state, caller.busy = Ready, false
	caller.waiting++
	if len(caller.event) > 0 {
		// A shutdown came while it worked.
		caller.state = Running
	}
	r.mutex.Unlock()
	r.observer.ExtensionsChanged()
	defer r.leave(caller)
	select {
	case event := <-caller.event:
		writeEvent(w, event)
	case <-request.Context().Done():
	case <-r.ended:
	}
}

func (r *Registry) leave(caller *agent) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	caller.waiting--
}

func writeEvent(w http.ResponseWriter, event event) {
	header := w.Header()
	if event.identifier != "" {
		header["Lambda-Extension-Event-Identifier"] = []string{event.identifier}
	}
	header["Content-Type"] = []string{"application/json"}
	header["Content-Length"] = []string{strconv.Itoa(len(event.body))}
	_, _ = w.Write(event.body)
}
