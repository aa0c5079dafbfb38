package extensionsapi

import (
	"strings"
	"testing"
)

// A megabyte to the byte: what is cut off from a longer registration is missed.
func TestRegistrationLimit(t *testing.T) {
	f := newFake(t)
	const limit, body = 1 << 20, `{"events":[]}`
	got := f.try("POST", "register", strings.Repeat(" ", limit-len(body))+body, nameHeader, "a")
	if got.Status != 200 {
		t.Errorf("%+v", got)
	}
	got = f.try("POST", "register", strings.Repeat(" ", limit+1-len(body))+body, nameHeader, "b")
	if got.Status != 403 || got.Body != refusedWith("InvalidRequestFormat",
		"unexpected end of JSON input") {
		t.Errorf("%+v", got)
	}
}

// What of an error is beyond its limit is cut off.
func TestErrorLimit(t *testing.T) {
	const limit = 700000
	for _, size := range []int{limit, limit + 1, 2 * limit} {
		f := newFake(t)
		identifier := f.enter("inside", `[]`)
		body := strings.Repeat("x", limit-1) + "yz" + strings.Repeat("z", limit)
		got := f.try("POST", "init/error", body[:size], identifierHeader, identifier,
			errorTypeHeader, "T.x")
		message := <-f.failed
		if got.Status != 202 || string(message.Body) != body[:limit] {
			t.Errorf("%d bytes: %+v, %d kept", size, got, len(message.Body))
		}
	}
}
