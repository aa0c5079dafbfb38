package extensionsapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"lambox.dev/shim/apiclient"
	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

type fake struct {
	*Registry
	t       *testing.T
	server  *httpserver.Server
	changed chan struct{}
	failed  chan channel.ExtensionErrorMessage
}

func newFake(t *testing.T, external ...string) *fake {
	t.Helper()
	return newFakeOf(t, true, external)
}

func newFakeOf(t *testing.T, enabled bool, external []string) *fake {
	t.Helper()
	f := &fake{
		t: t, changed: make(chan struct{}, 100),
		failed: make(chan channel.ExtensionErrorMessage, 100),
	}
	function := channel.Function{Name: "fn", Version: "$LATEST", Handler: "h", AccountID: "12"}
	f.Registry = NewRegistry(function, f, enabled)
	for _, name := range external {
		f.AddExternal(name)
	}
	var err error
	if f.server, err = httpserver.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	go func() { _ = f.server.Serve(f) }()
	t.Cleanup(func() {
		f.Close()
		f.server.Close()
		f.server.Disconnect()
	})
	return f
}

func (f *fake) ExtensionsChanged()                                    { f.changed <- struct{}{} }
func (f *fake) ExtensionFailed(message channel.ExtensionErrorMessage) { f.failed <- message }

func (f *fake) try(method, route, body string, headers ...string) apiclient.Answer {
	return apiclient.Ask(method, f.url(route), body, headers...)
}

func (f *fake) url(route string) string {
	return "http://" + f.server.Addr().String() + Prefix + route
}

func (f *fake) enter(name, events string) (identifier string) {
	f.t.Helper()
	got := f.try("POST", "register", `{"events":`+events+`}`, nameHeader, name)
	if got.Status != 200 {
		f.t.Fatalf("%+v", got)
	}
	<-f.changed
	return got.Header.Get(identifierHeader)
}

// wait is one `next` that waits.
func (f *fake) wait(identifier string) chan apiclient.Answer {
	done := make(chan apiclient.Answer, 1)
	go func() { done <- f.try("GET", "event/next", "", identifierHeader, identifier) }()
	<-f.changed
	return done
}

func TestRegistration(t *testing.T) {
	f := newFake(t, "probe")
	if f.AllRegistered() {
		t.Error("all registered before one was")
	}
	got := f.try("POST", "register", `{"events":["INVOKE","SHUTDOWN"]}`, nameHeader, "probe",
		"Lambda-Extension-Accept-Feature", "other, accountId")
	want := `{"accountId":"12","functionName":"fn","functionVersion":"$LATEST","handler":"h"}` +
		"\n"
	if got.Status != 200 || got.Body != want ||
		!isIdentifier(got.Header.Get(identifierHeader)) {
		t.Errorf("%+v", got)
	}
	if !f.AllRegistered() || f.AllReady() {
		t.Error("registered is not ready")
	}
	f.enter("inside", `["INVOKE"]`)
	described, _ := json.Marshal(f.Describe())
	want = `[{"name":"probe","state":"Registered","events":["INVOKE","SHUTDOWN"]},` +
		`{"name":"inside","state":"Registered","events":["INVOKE"]}]`
	if string(described) != want {
		t.Errorf("%s", described)
	}
}

func refusedWith(errorType, message string) string {
	body, _ := json.Marshal(struct {
		ErrorMessage string `json:"errorMessage"`
		ErrorType    string `json:"errorType"`
	}{message, errorType})
	return string(body) + "\n"
}

const unknown = "00000000-0000-4000-8000-000000000000"

func TestRefusals(t *testing.T) {
	f := newFake(t, "probe")
	known := f.enter("probe", `[]`)
	f.enter("inside", `[]`)
	const refusedTransition = "State transition from Registered to Registered failed for " +
		"extension probe. Error: State transition is not allowed"
	for _, each := range []struct {
		route, body        string
		headers            []string
		errorType, message string
	}{
		{"register", "{}", nil, "Extension.InvalidExtensionName", "Empty extension name"},
		{"register", "{}", []string{nameHeader, strings.Repeat("n", nameBytesMax+1)},
			"Extension.InvalidExtensionName", "Extension name too long"},
		{"register", "x", []string{nameHeader, "a"}, "InvalidRequestFormat",
			"invalid character 'x' looking for beginning of value"},
		{"register", `{"configurationKeys":["a"]}`, []string{nameHeader, "a"},
			"InvalidRequestFormat",
			"configurationKeys are deprecated; use environment variables instead"},
		{"register", `{"events":["OTHER"]}`, []string{nameHeader, "a"},
			"Extension.InvalidEventType",
			"OTHER: ErrorInvalidEventType"},
		{"register", `{"events":["SHUTDOWN"]}`, []string{nameHeader, "a"},
			"Extension.InvalidEventType",
			"SHUTDOWN: ShutdownEventNotSupportedForInternalExtension"},
		{"register", `{}`, []string{nameHeader, "inside"}, "Extension.InvalidExtensionState",
			"Extension with this name already registered"},
		{"register", `{}`, []string{nameHeader, "probe"}, "Extension.InvalidExtensionState",
			refusedTransition},
		{"init/error", "", nil, "Extension.MissingExtensionIdentifier",
			"Missing Lambda-Extension-Identifier header"},
		{"init/error", "", []string{identifierHeader, "x"}, "Extension.InvalidExtensionIdentifier",
			"Invalid Lambda-Extension-Identifier"},
		{"exit/error", "", []string{identifierHeader, known}, "Extension.MissingHeader",
			"Lambda-Extension-Function-Error-Type not found"},
		{"exit/error", "", []string{identifierHeader, unknown, errorTypeHeader, "t"},
			"Extension.UnknownExtensionIdentifier", "Unknown Lambda-Extension-Identifier"},
	} {
		got := f.try("POST", each.route, each.body, each.headers...)
		if got.Status != 403 || got.Body != refusedWith(each.errorType, each.message) {
			t.Errorf("%s %s %v: %+v", each.route, each.body, each.headers, got)
		}
	}
	got := f.try("GET", "event/next", "", identifierHeader, unknown)
	if got.Body != refusedWith("Extension.UnknownExtensionIdentifier",
		"Unknown extension "+unknown) {
		t.Errorf("%+v", got)
	}
}

func TestTenExtensionsAndClosing(t *testing.T) {
	f := newFake(t, "0", "1", "2", "3", "4", "5", "6", "7", "8")
	f.enter("inside", `[]`)
	got := f.try("POST", "register", "{}", nameHeader, "eleventh")
	if got.Body != refusedWith("Extension.TooManyExtensions", "Extension limit (10) reached") {
		t.Errorf("%+v", got)
	}
	f.CloseRegistration()
	got = f.try("POST", "register", "{}", nameHeader, "late")
	want := refusedWith("Extension.RegistrationClosed", "Extension registration closed already")
	if got.Body != want {
		t.Errorf("%+v", got)
	}
	if f.AddExternal("eleventh") {
		t.Error("an eleventh process")
	}
}

func TestInvokeAndShutdown(t *testing.T) {
	f := newFake(t, "both", "none")
	both, none := f.enter("both", `["INVOKE","SHUTDOWN"]`), f.enter("none", `[]`)
	waits := f.wait(both)
	f.wait(none)
	if !f.AllReady() {
		t.Error("not ready")
	}
	f.Invoke(channel.InvokeMessage{RequestID: "r", FunctionArn: "arn", TraceID: "Root=1"}, 17)
	got := <-waits
	want := `{"eventType":"INVOKE","deadlineMs":17,"requestId":"r","invokedFunctionArn":"arn",` +
		`"tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1"}}`
	if got.Body != want || !isIdentifier(got.Header.Get("Lambda-Extension-Event-Identifier")) {
		t.Errorf("%+v", got)
	}
	if f.Idle() {
		t.Error("idle with an event")
	}
	waits = f.wait(both)
	if !f.Idle() {
		t.Error("not idle after the event")
	}
	if left := f.Shutdown("spindown", 18); len(left) != 1 || left[0] != "none" {
		t.Errorf("unsubscribed: %v", left)
	}
	got = <-waits
	if got.Body != `{"eventType":"SHUTDOWN","deadlineMs":18,"shutdownReason":"spindown"}` ||
		got.Header.Get("Lambda-Extension-Event-Identifier") != "" {
		t.Errorf("%+v", got)
	}
}

func TestShutdownWhileAtWork(t *testing.T) {
	f := newFake(t, "both")
	both := f.enter("both", `["INVOKE","SHUTDOWN"]`)
	waits := f.wait(both)
	f.Invoke(channel.InvokeMessage{RequestID: "r"}, 1)
	<-waits
	f.Shutdown("timeout", 2)
	if got := <-f.wait(both); !strings.Contains(got.Body, `"shutdownReason":"timeout"`) {
		t.Errorf("%+v", got)
	}
}

// An extension that went away from `next` loses its event and may come back.
func TestEventOfOneThatWentAway(t *testing.T) {
	f := newFake(t, "probe")
	probe := f.enter("probe", `["INVOKE"]`)
	client := &http.Client{Transport: &http.Transport{}}
	request, _ := http.NewRequest("GET", f.url("event/next"), nil)
	request.Header.Set(identifierHeader, probe)
	request.Header.Set("Connection", "close")
	ended := make(chan error, 1)
	cancelled := make(chan struct{})
	request.Cancel = cancelled
	go func() {
		_, err := client.Do(request)
		ended <- err
	}()
	<-f.changed
	close(cancelled)
	<-ended
	for waits := true; waits; {
		f.mutex.Lock()
		waits = !f.agents[0].waiting.IsLost()
		f.mutex.Unlock()
	}
	f.Invoke(channel.InvokeMessage{RequestID: "lost"}, 1)
	waits := f.wait(probe)
	f.Invoke(channel.InvokeMessage{RequestID: "second"}, 1)
	if got := <-waits; !strings.Contains(got.Body, `"second"`) {
		t.Errorf("%+v", got)
	}
}

func TestErrorsOfExtensions(t *testing.T) {
	for route, state := range map[string]State{"init/error": InitError, "exit/error": ExitError} {
		f := newFake(t, "probe")
		probe := f.enter("probe", `[]`)
		for round := 0; round < 2; round++ {
			got := f.try("POST", route, "body", identifierHeader, probe, errorTypeHeader, "T.x")
			if got.Status != 202 || got.Body != "{\"status\":\"OK\"}\n" {
				t.Errorf("%s: %+v", route, got)
			}
		}
		message := <-f.failed
		if message.Name != "probe" || message.ErrorType != "T.x" ||
			string(message.Body) != "body" ||
			!strings.HasPrefix(route, message.Phase) || len(f.failed) != 0 {
			t.Errorf("%+v", message)
		}
		got := f.try("GET", "event/next", "", identifierHeader, probe)
		if got.Body != refusedWith("Extension.InvalidExtensionState", "State transition from "+
			string(state)+" to Ready failed for extension "+probe+
			". Error: State transition is not allowed") {
			t.Errorf("%+v", got)
		}
	}
}

func TestSwitchedOff(t *testing.T) {
	f := newFakeOf(t, false, nil)
	if got := f.try("POST", "register", "{}", nameHeader,
		"x"); got.Status != 404 || got.Body != "" {
		t.Errorf("%+v", got)
	}
}
