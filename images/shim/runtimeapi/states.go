package runtimeapi

// State is where the runtime stands, in the words that its error bodies use (contract §1.6).
type State string

// The states of a runtime without SnapStart.
const (
	Started                 State = "Started"
	InitErrorState          State = "InitError"
	Ready                   State = "Ready"
	Running                 State = "Running"
	InvocationResponse      State = "InvocationResponse"
	InvocationErrorResponse State = "InvocationErrorResponse"
	ResponseSent            State = "RuntimeResponseSentState"
)

// Call is what the runtime asks for.
type Call string

// The calls that the state machine knows.
const (
	CallNext      Call = "next"
	CallResponse  Call = "response"
	CallError     Call = "error"
	CallInitError Call = "init/error"
)

// target is the state that a call leads to: in the text of a refusal, and where the table allows
// the call.
var target = map[Call]State{
	CallNext: Ready, CallResponse: InvocationResponse, CallError: InvocationErrorResponse,
	CallInitError: InitErrorState,
}

// transitions is the whole machine: what is not in it is refused. Running stays Running at `next`:
// the same event is answered again. Ready becomes Running when an event is taken, the two responses
// become ResponseSent when their body has ended; neither is a call.
var transitions = map[State]map[Call]State{
	Started: {CallNext: Ready, CallInitError: InitErrorState},
	Ready:   {CallNext: Ready},
	Running: {CallNext: Running, CallResponse: InvocationResponse,
		CallError: InvocationErrorResponse},
	ResponseSent: {CallNext: Ready},
}

// refusal is the message of the 403 that a call out of order gets.
func refusal(from State, call Call) string {
	return "State transition from " + string(from) + " to " + string(target[call]) +
		" failed for runtime. Error: State transition is not allowed"
}
