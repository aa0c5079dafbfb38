package runtimeapi

import (
	"net/http"
	"strings"

	"lambox.dev/shim/httpserver"
)

const prefix = "/2018-06-01"

// NotFound is the answer to what no route knows.
func NotFound(w *httpserver.Response) {
	w.Begin(http.StatusNotFound)
	w.Set("Content-Type", "text/plain; charset=utf-8")
	w.Set("X-Content-Type-Options", "nosniff")
	_ = w.End([]byte("404 page not found\n"))
}

// Allow answers 405 unless the request has the method.
func Allow(w *httpserver.Response, request *httpserver.Request, method string) bool {
	if request.Method == method {
		return true
	}
	w.Begin(http.StatusMethodNotAllowed)
	return false
}

// Serve is the router. Paths are compared as they came: nothing is cleaned, so nothing leads
// elsewhere.
func (r *Runtime) Serve(w *httpserver.Response, request *httpserver.Request) {
	path := request.Path
	if path == "/ping" || path == prefix+"/ping" {
		ping(w, request)
		return
	}
	route := strings.TrimPrefix(path, prefix+"/runtime/")
	switch {
	case route == path:
		NotFound(w)
	case route == "invocation/next":
		if Allow(w, request, http.MethodGet) {
			r.next(w, request)
		}
	case route == "init/error":
		if Allow(w, request, http.MethodPost) {
			r.initError(w, request)
		}
	default:
		r.serveAnswer(w, request, route)
	}
}

func (r *Runtime) serveAnswer(w *httpserver.Response, request *httpserver.Request, route string) {
	about := strings.TrimPrefix(route, "invocation/")
	requestID, kind, _ := strings.Cut(about, "/")
	switch {
	case about == route || requestID == "":
		NotFound(w)
	case kind == "response":
		if Allow(w, request, http.MethodPost) {
			r.response(w, request, requestID)
		}
	case kind == "error":
		if Allow(w, request, http.MethodPost) {
			r.invocationError(w, request, requestID)
		}
	default:
		NotFound(w)
	}
}

func ping(w *httpserver.Response, request *httpserver.Request) {
	if Allow(w, request, http.MethodGet) {
		_ = w.End([]byte("pong"))
	}
}
