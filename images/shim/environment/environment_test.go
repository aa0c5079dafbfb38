package environment

import (
	"net/http"
	"strings"
	"testing"

	"lambox.dev/shim/apiclient"
	"lambox.dev/shim/channel"
	"lambox.dev/shim/runtimeapi"
)

func TestEvents(t *testing.T) {
	g := newGuest(t)
	g.initialize("runtime")
	g.awaitLog("runtime runs")
	next := g.next()
	var completed channel.InitCompletedMessage
	g.expect(channel.InitCompleted, &completed)
	if completed.RuntimeRelease != "Go-http-client/1.1" || len(completed.Extensions) != 0 {
		t.Errorf("%+v", completed)
	}
	for round := 0; round < 3; round++ {
		g.invoke(`{"a":1}`)
		if got := <-next; got.Body != `{"a":1}` {
			t.Errorf("%+v", got)
		}
		if got := g.respond("answer"); got.Status != 202 {
			t.Errorf("%+v", got)
		}
		g.expect(channel.ResponseHead, nil)
		if frame,
			err := g.Expect(channel.ResponseChunk); err != nil || string(frame.Body) != "answer" {
			t.Errorf("%s %v", frame.Body, err)
		}
		g.expect(channel.ResponseEnd, nil)
		if early := g.Find(channel.InvocationCompleted); len(early) != 0 {
			t.Error("complete before the runtime is back")
		}
		next = g.next()
		var completed channel.InvocationCompletedMessage
		g.expect(channel.InvocationCompleted, &completed)
		if completed.RequestID != requestID || completed.DurationUs < completed.RuntimeDurationUs {
			t.Errorf("%+v", completed)
		}
		g.Send(channel.Frame{Kind: channel.Freeze})
		g.expect(channel.Frozen, nil)
	}
}

func TestInvokeBehindInitialize(t *testing.T) {
	g := newGuest(t)
	message := channel.InvokeMessage{RequestID: requestID, EventBytes: 2, ResponseBytesMax: 100}
	g.Send(channel.JSONFrame(channel.Initialize, g.initialization("runtime")),
		channel.JSONFrame(channel.Invoke, message),
		channel.Frame{Kind: channel.EventChunk, Body: []byte("{}")})
	g.expect(channel.Mark, nil)
	early := g.respond("too early")
	if early.Status != 403 || !strings.Contains(early.Body, "from Started to InvocationResponse") {
		t.Errorf("%+v", early)
	}
	if got := <-g.next(); got.Body != "{}" {
		t.Errorf("%+v", got)
	}
	g.respond("1")
	g.next()
	g.expect(channel.InitCompleted, nil)
	g.expect(channel.InvocationCompleted, nil)
}

// Whether the log is ahead of the exit by itself is chance, so this is tried a few times.
func TestExitIsReportedOnce(t *testing.T) {
	g := newGuest(t)
	var exited channel.ProcessExitedMessage
	for life := 0; life < 8; life++ {
		g.initialize("exit 7")
		g.expect(channel.ProcessExited, &exited)
		if exited.Message != "Runtime exited with error: exit status 7" || *exited.ExitCode != 7 {
			t.Errorf("%+v", exited)
		}
		if lines := strings.Count(g.logs(), "\n"); lines != 601 {
			t.Errorf("%d lines ahead of the exit, expected 601", lines)
		}
		g.reset("failure")
	}
	g.initialize("exit 0")
	g.expect(channel.ProcessExited, &exited)
	if exited.Message != "Runtime exited without providing a reason" {
		t.Errorf("%+v", exited)
	}
}

func (g *guest) reset(reason string) {
	g.t.Helper()
	g.Send(channel.JSONFrame(channel.Reset, channel.EndMessage{Reason: reason}))
	g.expect(channel.ResetDone, nil)
	// What was answered before is closed now.
	http.DefaultClient.CloseIdleConnections()
}

func TestResetWithoutExtensionsTellsNobody(t *testing.T) {
	g := newGuest(t)
	g.initialize("runtime")
	g.awaitLog("runtime runs")
	next := g.next()
	g.expect(channel.InitCompleted, nil)
	g.invoke("{}")
	<-next
	g.reset("timeout")
	if logs := g.logs(); logs != "" {
		t.Errorf("logs %q", logs)
	}
	if exits := g.Find(channel.ProcessExited); len(exits) != 0 {
		t.Error("an exit during the reset was told")
	}
	// The API is in its first state, the old invocation unknown.
	g.Find(channel.Mark)
	g.initialize("runtime")
	g.expect(channel.Mark, nil)
	if got := g.respond("late"); got.Status != 400 {
		t.Errorf("%+v", got)
	}
	g.next()
	g.expect(channel.InitCompleted, nil)
}

func TestExtensions(t *testing.T) {
	g := newGuest(t)
	g.addExtension("probe")
	g.initialize("runtime")
	g.awaitLog("extension runs")
	probe := g.enter("probe", `["INVOKE","SHUTDOWN"]`)
	g.awaitLog("runtime runs")
	inside := g.enter("inside", `["INVOKE"]`)
	next := g.next()
	probeNext := g.extensionNext(probe)
	g.expect(channel.Mark, nil)
	if early := g.Find(channel.InitCompleted); len(early) != 0 {
		t.Error("init is complete before every extension is ready")
	}
	insideNext := g.extensionNext(inside)
	var completed channel.InitCompletedMessage
	g.expect(channel.InitCompleted, &completed)
	if len(completed.Extensions) != 2 || completed.Extensions[0].State != "Ready" {
		t.Errorf("%+v", completed)
	}
	g.invoke("{}")
	<-next
	for _, waits := range []chan apiclient.Answer{probeNext, insideNext} {
		if got := <-waits; !strings.Contains(got.Body, `"eventType":"INVOKE"`) {
			t.Errorf("%+v", got)
		}
	}
	g.respond("1")
	g.expect(channel.ResponseEnd, nil)
	g.next()
	g.extensionNext(inside)
	for g.e.current().runtime.State() != runtimeapi.Ready {
		// It is on its way back to where it waits.
		g.call("GET", "/ping", "")
	}
	if early := g.Find(channel.InvocationCompleted); len(early) != 0 {
		t.Error("complete while an extension works")
	}
	probeNext = g.extensionNext(probe)
	g.expect(channel.InvocationCompleted, nil)
	g.Send(channel.JSONFrame(channel.Shutdown, channel.EndMessage{Reason: "spindown"}))
	if got := <-probeNext; !strings.Contains(got.Body, `"shutdownReason":"spindown"`) {
		t.Errorf("%+v", got)
	}
	g.expect(channel.ShutdownDone, nil)
	if logs := g.logs(); !strings.Contains(logs, "0 runtime was told to end\n") {
		t.Errorf("logs %q", logs)
	}
	must(t, <-g.ended)
}

func TestExtensionsThatFail(t *testing.T) {
	g := newGuest(t)
	g.addExtension("probe")
	g.initialize("runtime")
	g.awaitLog("extension runs")
	probe := g.enter("probe", `[]`)
	g.call("POST", extensionPath+"init/error", "why", "Lambda-Extension-Identifier", probe,
		"Lambda-Extension-Function-Error-Type", "Extension.Bad")
	var failed channel.ExtensionErrorMessage
	g.expect(channel.ExtensionError, &failed)
	if failed.Name != "probe" || failed.Phase != "init" || string(failed.Body) != "why" {
		t.Errorf("%+v", failed)
	}
	g.reset("failure")
	message := g.initialization("runtime")
	message.ExtensionVariables["ROLE"] = "exit 0"
	g.Send(channel.JSONFrame(channel.Initialize, message))
	var exited channel.ProcessExitedMessage
	g.expect(channel.ProcessExited, &exited)
	if exited.ErrorType != "Extension.Crash" || exited.Message != "exit code 0" ||
		exited.Name != "probe" || exited.Process != "extension" {
		t.Errorf("%+v", exited)
	}
}

func TestTooManyExtensions(t *testing.T) {
	g := newGuest(t)
	for _, name := range strings.Split("0123456789a", "") {
		g.addExtension(name)
	}
	g.initialize("runtime")
	var exited channel.ProcessExitedMessage
	g.expect(channel.ProcessExited, &exited)
	if exited.ErrorType != "Extension.LaunchError" || exited.Message != "ErrTooManyExtensions" {
		t.Errorf("%+v", exited)
	}
	g.reset("failure")
}

// Whether a runtime polls before its start is told is chance, so this is tried a few times.
func TestStartIsToldAheadOfTheInit(t *testing.T) {
	g := newGuest(t)
	for life := 0; life < 8; life++ {
		g.initialize("poll " + g.server.Addr().String())
		g.expect(channel.InitCompleted, nil)
		var marks []string
		for _, frame := range g.Find(channel.Mark) {
			var mark channel.MarkMessage
			must(t, frame.ParseJSON(&mark))
			marks = append(marks, mark.Mark)
		}
		if got := strings.Join(marks, " "); got != "extensionsReady runtimeStarted runtimeReady" {
			t.Errorf("ahead of the init's end: %s", got)
		}
		g.reset("timeout")
	}
}

// An adapter that runs as an extension may do the polling.
func TestWhoeverPollsIsTheRuntime(t *testing.T) {
	g := newGuest(t)
	g.addExtension("adapter")
	g.initialize("web server")
	g.awaitLog("extension runs")
	adapter := g.enter("adapter", `[]`)
	g.awaitLog("web server runs")
	g.extensionNext(adapter)
	next := g.next()
	g.expect(channel.InitCompleted, nil)
	g.invoke("1")
	if got := <-next; got.Body != "1" {
		t.Errorf("%+v", got)
	}
}

func TestSubscriptionsAreRefused(t *testing.T) {
	g := newGuest(t)
	g.addExtension("probe")
	g.initialize("runtime")
	g.awaitLog("extension runs")
	probe := g.enter("probe", `[]`)
	for path, want := range map[string]string{
		"/2022-07-01/telemetry": "Telemetry.NotSupported", "/2020-08-15/logs": "Logs.NotSupported",
	} {
		got := g.call("PUT", path, "{}", "Lambda-Extension-Identifier", probe)
		if got.Status != 501 || !strings.Contains(got.Body, want) {
			t.Errorf("%+v", got)
		}
	}
}
