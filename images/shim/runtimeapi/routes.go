package runtimeapi

import (
	"net/http"
	"strings"
)

const prefix = "/2018-06-01"

// NotFound is the answer to what no route knows.
func NotFound(w http.ResponseWriter) {
	w.Header()["Content-Type"] = []string{"text/plain; charset=utf-8"}
	w.Header()["X-Content-Type-Options"] = []string{"nosniff"}
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte("404 page not found\n"))
}

// Allow answers 405 unless the request has the method.
func Allow(w http.ResponseWriter, request *http.Request, method string) bool {
	if request.Method == method {
		return true
	}
	w.WriteHeader(http.StatusMethodNotAllowed)
	return false
}

// ServeHTTP is the router. Paths are compared as they came: nothing is cleaned, so nothing leads
// elsewhere.
func (r *Runtime) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	path := request.URL.Path
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

func (r *Runtime) serveAnswer(w http.ResponseWriter, request *http.Request, route string) {
	words := strings.Split(route, "/")
	if len(words) != 3 || words[0] != "invocation" || words[1] == "" {
		NotFound(w)
		return
	}
	switch words[2] {
	case "response":
		if Allow(w, request, http.MethodPost) {
			r.response(w, request, words[1])
		}
	case "error":
		if Allow(w, request, http.MethodPost) {
			r.invocationError(w, request, words[1])
		}
	default:
		NotFound(w)
	}
}

func ping(w http.ResponseWriter, request *http.Request) {
	if Allow(w, request, http.MethodGet) {
		_, _ = w.Write([]byte("pong"))
	}
}
