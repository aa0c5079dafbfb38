package extensionsapi

import (
	"net/http"
	"strings"

	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
)

// Prefix is where the API's routes begin.
const Prefix = "/2020-01-01/extension/"

const (
	identifierHeader = "Lambda-Extension-Identifier"
	errorTypeHeader  = "Lambda-Extension-Function-Error-Type"
	nameHeader       = "Lambda-Extension-Name"
	bodyBytesMax     = 1 << 20
)

// isIdentifier says whether the text has the form of a UUID.
func isIdentifier(text string) bool {
	if len(text) != 36 {
		return false
	}
	for index := 0; index < len(text); index++ {
		switch each := text[index]; {
		case index == 8 || index == 13 || index == 18 || index == 23:
			if each != '-' {
				return false
			}
		case !strings.ContainsRune("0123456789abcdefABCDEF", rune(each)):
			return false
		}
	}
	return true
}

// Serve is the router.
func (r *Registry) Serve(w *httpserver.Response, request *httpserver.Request) {
	if !r.enabled {
		w.Begin(http.StatusNotFound)
		return
	}
	switch strings.TrimPrefix(request.Path, Prefix) {
	case "register":
		if runtimeapi.Allow(w, request, http.MethodPost) {
			r.register(w, request)
		}
	case "event/next":
		if runtimeapi.Allow(w, request, http.MethodGet) {
			r.identified(w, request, r.next)
		}
	case "init/error":
		if runtimeapi.Allow(w, request, http.MethodPost) {
			r.identified(w, request, r.initError)
		}
	case "exit/error":
		if runtimeapi.Allow(w, request, http.MethodPost) {
			r.identified(w, request, r.exitError)
		}
	default:
		runtimeapi.NotFound(w)
	}
}

// Enabled says whether extensions are switched on.
func (r *Registry) Enabled() bool {
	return r.enabled
}

// Identify checks the identifier of a request. false: it was refused and answered. "": it is well
// formed, but nobody's.
func (r *Registry) Identify(w *httpserver.Response, request *httpserver.Request) (name string,
	wellFormed bool) {
	identifier := request.Field(identifierHeader)
	if identifier == "" {
		refuse(w, "Extension.MissingExtensionIdentifier",
			"Missing Lambda-Extension-Identifier header")
		return "", false
	}
	if !isIdentifier(identifier) {
		refuse(w, "Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier")
		return "", false
	}
	if found := r.find(identifier); found != nil {
		return found.name, true
	}
	return "", true
}

type identifiedHandler func(w *httpserver.Response, request *httpserver.Request, caller *agent,
	identifier string)

func (r *Registry) identified(w *httpserver.Response, request *httpserver.Request,
	handler identifiedHandler) {
	if _, wellFormed := r.Identify(w, request); wellFormed {
		identifier := strings.ToLower(request.Field(identifierHeader))
		handler(w, request, r.find(identifier), identifier)
	}
}

func (r *Registry) find(identifier string) *agent {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, each := range r.agents {
		if strings.EqualFold(each.id, identifier) {
			return each
		}
	}
	return nil
}

func refuse(w *httpserver.Response, errorType, message string) {
	runtimeapi.WriteProblem(w, http.StatusForbidden, errorType, message)
}

// refuseTransition names the extension as the route does: by its name at registration, else by its
// identifier.
func refuseTransition(w *httpserver.Response, from, to State, extension string) {
	refuse(w, "Extension.InvalidExtensionState",
		"State transition from "+string(from)+" to "+string(to)+
			" failed for extension "+extension+". Error: State transition is not allowed")
}
