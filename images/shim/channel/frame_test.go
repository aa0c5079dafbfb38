package channel

import (
	"strings"
	"testing"
)

// A frame that the other side would not take is never made.
func TestFrameLongerThanItsKindAllows(t *testing.T) {
	quotes := len(`{"message":""}`)
	longest := JSONFrame(ProtocolError,
		ProtocolErrorMessage{strings.Repeat("x", BodyMax-quotes)})
	if len(longest.Body) != BodyMax {
		t.Errorf("%d bytes, expected %d", len(longest.Body), BodyMax)
	}
	for name, appendIt := range map[string]func(){
		"message": func() {
			AppendMessage(nil, ProtocolError,
				ProtocolErrorMessage{strings.Repeat("x", BodyMax-quotes+1)})
		},
		"chunk": func() {
			AppendFrame(nil, Frame{Kind: TunnelData, Body: make([]byte, ChunkMax+1)})
		},
		"pong": func() { AppendFrame(nil, Frame{Kind: Pong, Body: make([]byte, PingMax+1)}) },
	} {
		if said := panicOf(appendIt); !strings.Contains(said, "bytes, expected at most") {
			t.Errorf("%s: %q", name, said)
		}
	}
}

func panicOf(act func()) (said string) {
	defer func() { said, _ = recover().(string) }()
	act()
	return ""
}
