// Package telemetryapi answers for the Telemetry and Logs APIs, which do not exist yet: a plain
// refusal, never a 202 that delivers nothing.
package telemetryapi

import (
	"net/http"

	"lambox.dev/shim/extensionsapi"
	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
)

// Paths of the two subscriptions.
const (
	TelemetryPath = "/2022-07-01/telemetry"
	LogsPath      = "/2020-08-15/logs"
)

// Refuse answers a subscription.
func Refuse(w *httpserver.Response, request *httpserver.Request, registry *extensionsapi.Registry) {
	if !registry.Enabled() {
		w.Begin(http.StatusNotFound)
		return
	}
	if !runtimeapi.Allow(w, request, http.MethodPut) {
		return
	}
	name, wellFormed := registry.Identify(w, request)
	if !wellFormed {
		return
	}
	if name == "" {
		identifier := request.Field("Lambda-Extension-Identifier")
		runtimeapi.WriteProblem(w, http.StatusForbidden, "Extension.UnknownExtensionIdentifier",
			"Unknown extension "+identifier)
		return
	}
	errorType, message := "Telemetry.NotSupported", "Telemetry API is not supported"
	if request.Path == LogsPath {
		errorType, message = "Logs.NotSupported", "Logs API is not supported"
	}
	runtimeapi.WriteProblem(w, http.StatusNotImplemented, errorType, message)
}
