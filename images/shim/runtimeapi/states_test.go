package runtimeapi

import (
	"fmt"
	"testing"

	"lambox.dev/shim/apiclient"
	"lambox.dev/shim/channel"
)

// into brings a fresh runtime into each state.
var into = map[State]func(*fake){
	Started:        func(*fake) {},
	InitErrorState: func(f *fake) { f.request("POST", prefix+"/runtime/init/error", "{}") },
	Ready:          func(f *fake) { f.poll() },
	Running:        func(f *fake) { f.running() },
	ResponseSent: func(f *fake) {
		f.running()
		f.request("POST", answerPath("response"), "1")
	},
	InvocationResponse:      func(f *fake) { f.halfAnswered("response") },
	InvocationErrorResponse: func(f *fake) { f.halfAnswered("error") },
}

func answerPath(kind string) string {
	return prefix + "/runtime/invocation/" + id + "/" + kind
}

// halfAnswered has sent the head of an answer and waits with the rest.
func (f *fake) halfAnswered(kind string) {
	f.running()
	f.raw("POST " + answerPath(kind) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nhalf")
	for f.State() == Running {
		// The transition has no other sign outside.
		f.request("GET", "/ping", "")
	}
}

const badID = `{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}` + "\n"

func refused(from State, to State) string {
	return fmt.Sprintf(`{"errorMessage":"State transition from %s to %s failed for runtime. `+
		`Error: State transition is not allowed","errorType":"InvalidStateTransition"}`+"\n", from,
		to)
}

// Each state with each call (contract §1.6): what is not here is 403 with the two states' names.
var allowed = map[State]map[Call]int{
	Started: {CallNext: 200, CallInitError: 202, CallResponse: 400, CallError: 400},
	// No invocation: its id cannot be right, which is checked first.
	InitErrorState: {CallResponse: 400, CallError: 400},
	Ready:          {CallNext: 200, CallResponse: 400, CallError: 400},
	Running:        {CallNext: 200, CallResponse: 202, CallError: 202},
	ResponseSent:   {CallNext: 200, CallResponse: 400, CallError: 400},
}

func TestEveryStateWithEveryCall(t *testing.T) {
	for state, prepare := range into {
		for call, to := range target {
			state, call, to, prepare := state, call, to, prepare
			t.Run(string(state)+" "+string(call), func(t *testing.T) {
				f := newFake(t)
				prepare(f)
				if f.State() != state {
					t.Fatalf("in state %s", f.State())
				}
				status := allowed[state][call]
				if status == 0 {
					status = 403
				}
				got := f.call(call, status)
				if got.Status != status {
					t.Errorf("status %d, expected %d: %s", got.Status, status, got.Body)
				}
				want := map[int]string{403: refused(state, to), 400: badID,
					202: string(accepted)}[status]
				if want != "" && got.Body != want {
					t.Errorf("body %s, expected %s", got.Body, want)
				}
				if status == 403 && f.State() != state {
					t.Errorf("a refused call led to %s", f.State())
				}
			})
		}
	}
}

// call makes it; a `next` that waits gets an event, and one that is answered again its bytes.
func (f *fake) call(call Call, status int) apiclient.Answer {
	switch call {
	case CallNext:
		if status == 403 {
			return f.request("GET", prefix+"/runtime/invocation/next", "")
		}
		return f.nextThatWaits()
	case CallInitError:
		return f.request("POST", prefix+"/runtime/init/error", "{}")
	}
	return f.request("POST", answerPath(string(call)), "{}")
}

func (f *fake) nextThatWaits() apiclient.Answer {
	switch f.State() {
	case Running:
		done := f.startNext()
		f.await(channel.Resend, nil)
		if err := f.PushEvent([]byte("{}")); err != nil {
			f.t.Fatal(err)
		}
		return <-done
	case Ready:
		// Another call waits already; the event goes to one of the two.
		f.poll()
		f.invoke("{}")
		f.await(channel.Mark, nil)
		return apiclient.Answer{Status: 200}
	}
	poll := f.poll()
	if f.State() != Ready {
		f.t.Errorf("waiting in state %s", f.State())
	}
	f.invoke("{}")
	return <-poll
}
