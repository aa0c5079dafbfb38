package extensionsapi

import (
	"io"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
)

// errorBytesMax is what of an error's body is kept, in bytes: in base64 it must fit in a frame,
// beside the names and error types of AgentsMax extensions.
const errorBytesMax = 700000

// initError is POST /extension/init/error.
func (r *Registry) initError(w *httpserver.Response, request *httpserver.Request, caller *agent,
	identifier string) {
	r.fail(w, request, caller, identifier, InitError, "init")
}

// exitError is POST /extension/exit/error.
func (r *Registry) exitError(w *httpserver.Response, request *httpserver.Request, caller *agent,
	identifier string) {
	r.fail(w, request, caller, identifier, ExitError, "exit")
}

func (r *Registry) fail(w *httpserver.Response, request *httpserver.Request, caller *agent,
	identifier string, to State,
	phase string) {
	errorType := request.Field(errorTypeHeader)
	if errorType == "" {
		refuse(w, "Extension.MissingHeader", errorTypeHeader+" not found")
		return
	}
	if caller == nil {
		refuse(w, "Extension.UnknownExtensionIdentifier", "Unknown "+identifierHeader)
		return
	}
	errorType = runtimeapi.CutErrorType(errorType)
	body, _ := io.ReadAll(io.LimitReader(request.Body, errorBytesMax))
	r.mutex.Lock()
	from := caller.state
	if !transitions[from][to] {
		r.mutex.Unlock()
		refuseTransition(w, from, to, identifier)
		return
	}
	caller.state = to
	if from != to {
		caller.errorType = errorType
	}
	r.mutex.Unlock()
	if from != to {
		r.observer.ExtensionFailed(channel.ExtensionErrorMessage{
			Name: caller.name, Phase: phase, ErrorType: errorType, Body: body,
		})
	}
	runtimeapi.WriteAccepted(w)
}
