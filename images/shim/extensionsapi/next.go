package extensionsapi

import (
	"net/http"

	"lambox.dev/shim/httpserver"
)

// next is GET /extension/event/next.
func (r *Registry) next(w *httpserver.Response, request *httpserver.Request, caller *agent,
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
	// From here on there may be an event for it.
	caller.waiting = w.Hold()
	if len(caller.queue) > 0 {
		// A shutdown came while it worked.
		first := caller.queue[0]
		caller.queue = caller.queue[1:]
		caller.hand(first)
	}
	if r.done {
		caller.dismiss()
	}
	r.mutex.Unlock()
	r.observer.ExtensionsChanged()
}

// writeHead begins the answer to `next`.
func (e event) writeHead(w *httpserver.Response) {
	w.Begin(http.StatusOK)
	if e.identifier != "" {
		w.Set("Lambda-Extension-Event-Identifier", e.identifier)
	}
	w.Set("Content-Type", "application/json")
	w.Stream(int64(len(e.body)))
}
