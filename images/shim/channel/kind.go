package channel

import "fmt"

// Kind says what a frame's body means.
type Kind uint8

// What the host sends.
const (
	Initialize     Kind = 0x01
	Invoke         Kind = 0x02
	EventChunk     Kind = 0x03
	ResponseCredit Kind = 0x04
	Freeze         Kind = 0x05
	Thaw           Kind = 0x06
	Reset          Kind = 0x07
	Shutdown       Kind = 0x08
	Ping           Kind = 0x09
	StatsRequest   Kind = 0x0a
	Welcome        Kind = 0x0b
)

// What the guest sends.
const (
	Hello               Kind = 0x40
	Mark                Kind = 0x41
	InitCompleted       Kind = 0x42
	ProcessExited       Kind = 0x43
	OutOfMemory         Kind = 0x44
	InitError           Kind = 0x45
	ExtensionError      Kind = 0x46
	EventCredit         Kind = 0x47
	ResponseHead        Kind = 0x48
	ResponseChunk       Kind = 0x49
	ResponseEnd         Kind = 0x4a
	Resend              Kind = 0x4b
	InvocationCompleted Kind = 0x4c
	Frozen              Kind = 0x4d
	Thawed              Kind = 0x4e
	ResetDone           Kind = 0x4f
	ShutdownDone        Kind = 0x50
	Pong                Kind = 0x51
	Stats               Kind = 0x52
	Log                 Kind = 0x53
	LogsDropped         Kind = 0x54
	ProtocolError       Kind = 0x55
)

// What both send.
const (
	TunnelOpen   Kind = 0x80
	TunnelData   Kind = 0x81
	TunnelClose  Kind = 0x82
	TunnelCredit Kind = 0x83
)

// Size limits of a frame's body, in bytes.
const (
	BodyMax  = 1048576
	ChunkMax = 65536
	PingMax  = 64
)

var kindNames = [256]string{
	Initialize: "initialize", Invoke: "invoke", EventChunk: "eventChunk",
	ResponseCredit: "responseCredit",
	Freeze:         "freeze", Thaw: "thaw", Reset: "reset", Shutdown: "shutdown", Ping: "ping",
	StatsRequest: "statsRequest", Welcome: "welcome",
	Hello: "hello", Mark: "mark", InitCompleted: "initCompleted", ProcessExited: "processExited",
	OutOfMemory: "outOfMemory", InitError: "initError", ExtensionError: "extensionError",
	EventCredit: "eventCredit", ResponseHead: "responseHead", ResponseChunk: "responseChunk",
	ResponseEnd: "responseEnd", Resend: "resend", InvocationCompleted: "invocationCompleted",
	Frozen: "frozen", Thawed: "thawed", ResetDone: "resetDone", ShutdownDone: "shutdownDone",
	Pong:  "pong",
	Stats: "stats", Log: "log", LogsDropped: "logsDropped", ProtocolError: "protocolError",
	TunnelOpen: "tunnelOpen", TunnelData: "tunnelData", TunnelClose: "tunnelClose",
	TunnelCredit: "tunnelCredit",
}

// String is the kind's name in docs/wire.md, or its number where it has none.
func (k Kind) String() string {
	if name := kindNames[k]; name != "" {
		return name
	}
	return fmt.Sprintf("kind 0x%02x", uint8(k))
}

func (k Kind) bodyMax() int {
	switch k {
	case EventChunk, ResponseChunk, TunnelData:
		return ChunkMax
	case Ping, Pong:
		return PingMax
	}
	return BodyMax
}
