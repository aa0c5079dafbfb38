package extensionsapi

import (
	"encoding/json"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// Ten extensions with the longest names all fail with the longest types and bodies; a byte that is
// no UTF-8 becomes six in JSON.
func TestLongestErrorFitsInAFrame(t *testing.T) {
	f := newFake(t)
	var message channel.ExtensionErrorMessage
	for count := 0; count < AgentsMax; count++ {
		name := string(rune('a'+count)) + strings.Repeat("\xff", nameBytesMax-1)
		inside := f.enter(name, `["INVOKE"]`)
		got := f.try("POST", "init/error", strings.Repeat("x", 1<<20), identifierHeader, inside,
			errorTypeHeader, strings.Repeat("\xff", 1<<18))
		if got.Status != 202 {
			t.Fatalf("%+v", got)
		}
		message = <-f.failed
	}
	message.Extensions = f.Describe()
	encoded, err := json.Marshal(message)
	if err != nil || len(encoded) > channel.BodyMax || len(message.Body) != errorBytesMax {
		t.Errorf("%d bytes, expected at most %d; %d of the body, %v", len(encoded), channel.BodyMax,
			len(message.Body), err)
	}
}
