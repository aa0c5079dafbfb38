package extensionsapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
)

// nameBytesMax is how long a file's name may be: what names none need not be longer.
const nameBytesMax = 255

type registration struct {
	AccountID       string `json:"accountId,omitempty"`
	FunctionName    string `json:"functionName"`
	FunctionVersion string `json:"functionVersion"`
	Handler         string `json:"handler"`
}

// register is POST /extension/register. A name that no file in /opt/extensions has is an internal
// extension.
func (r *Registry) register(w *httpserver.Response, request *httpserver.Request) {
	name := request.Field(nameHeader)
	if name == "" {
		refuse(w, "Extension.InvalidExtensionName", "Empty extension name")
		return
	}
	if len(name) > nameBytesMax {
		refuse(w, "Extension.InvalidExtensionName", "Extension name too long")
		return
	}
	events, err := parseEvents(request.Body)
	if err != nil {
		refuse(w, "InvalidRequestFormat", err.Error())
		return
	}
	identifier, refused := r.enlist(w, name, events)
	if refused {
		return
	}
	answer := registration{
		FunctionName: r.function.Name, FunctionVersion: r.function.Version,
		Handler: r.function.Handler,
	}
	for _, feature := range strings.Split(request.Field("Lambda-Extension-Accept-Feature"),
		",") {
		if strings.TrimSpace(feature) == "accountId" {
			answer.AccountID = r.function.AccountID
		}
	}
	// The service waits for this answer's event, not for its bytes: told first, nobody can miss it.
	r.observer.ExtensionsChanged()
	runtimeapi.WriteJSON(w, http.StatusOK, answer, identifierHeader, identifier)
}

func parseEvents(body io.Reader) ([]string, error) {
	bytes, err := io.ReadAll(io.LimitReader(body, bodyBytesMax))
	if err != nil {
		return nil, err
	}
	var parsed struct {
		Events            []string `json:"events"`
		ConfigurationKeys []string `json:"configurationKeys"`
	}
	if err := json.Unmarshal(bytes, &parsed); err != nil {
		return nil, err
	}
	if len(parsed.ConfigurationKeys) != 0 {
		return nil,
			errors.New("configurationKeys are deprecated; use environment variables instead")
	}
	return parsed.Events, nil
}

func (r *Registry) enlist(w *httpserver.Response, name string, events []string) (identifier string,
	refused bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	existing := r.named(name)
	external := existing != nil && existing.external
	for _, wanted := range events {
		if problem := checkEvent(wanted, external); problem != "" {
			refuse(w, "Extension.InvalidEventType", wanted+": "+problem)
			return "", true
		}
	}
	switch {
	case external:
		if !transitions[existing.state][Registered] {
			refuseTransition(w, existing.state, Registered, name)
			return "", true
		}
	case r.closed:
		refuse(w, "Extension.RegistrationClosed", "Extension registration closed already")
		return "", true
	case len(r.agents) >= AgentsMax:
		refuse(w, "Extension.TooManyExtensions",
			fmt.Sprintf("Extension limit (%d) reached", AgentsMax))
		return "", true
	case existing != nil:
		refuse(w, "Extension.InvalidExtensionState", "Extension with this name already registered")
		return "", true
	default:
		existing = newAgent(name, false)
		r.agents = append(r.agents, existing)
	}
	existing.state, existing.events = Registered, withoutRepeats(events)
	return existing.id, false
}

func (r *Registry) named(name string) *agent {
	for _, each := range r.agents {
		if each.name == name {
			return each
		}
	}
	return nil
}

// checkEvent says what is wrong with asking for an event; "" for nothing.
func checkEvent(event string, external bool) string {
	switch {
	case event == eventInvoke, event == eventShutdown && external:
		return ""
	case event == eventShutdown:
		return "ShutdownEventNotSupportedForInternalExtension"
	}
	return "ErrorInvalidEventType"
}

func withoutRepeats(events []string) []string {
	kept := []string{}
	for index, event := range events {
		if !contains(events[:index], event) {
			kept = append(kept, event)
		}
	}
	return kept
}

func contains(events []string, wanted string) bool {
	for _, event := range events {
		if event == wanted {
			return true
		}
	}
	return false
}
