package runtimeapi

import (
	"encoding/json"
	"io"
	"net/http"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// initErrorBytesMax is what of an init error is kept, in bytes: in base64 it must fit in a frame.
const initErrorBytesMax = 700000

// initError is POST /runtime/init/error. It stores the error; only the process's exit ends the
// init.
func (r *Runtime) initError(w *httpserver.Response, request *httpserver.Request) {
	r.mutex.Lock()
	_, text := r.advance(CallInitError)
	r.mutex.Unlock()
	if text != "" {
		WriteProblem(w, http.StatusForbidden, "InvalidStateTransition", text)
		return
	}
	// What broke off is stored as far as it came, as the service does.
	body, _ := io.ReadAll(io.LimitReader(request.Body, initErrorBytesMax))
	_, _ = io.Copy(io.Discard, request.Body)
	contentType := "application/octet-stream"
	if json.Valid(body) {
		contentType = "application/json"
	}
	r.observer.InitErrorPosted(channel.InitErrorMessage{
		ErrorType:   sanitiseErrorType(request.Field("Lambda-Runtime-Function-Error-Type")),
		ContentType: contentType, Body: body,
	})
	WriteAccepted(w)
}
