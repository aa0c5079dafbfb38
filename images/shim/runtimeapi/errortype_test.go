package runtimeapi

import (
	"encoding/json"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// A quote becomes two bytes in JSON, a byte that is no UTF-8 six.
func TestLongestInitErrorFitsInAFrame(t *testing.T) {
	for _, filling := range []string{`"`, "\xff"} {
		f := newFake(t)
		f.request("POST", prefix+"/runtime/init/error", strings.Repeat("x", 1<<20),
			"Lambda-Runtime-Function-Error-Type", "Runtime.Aa"+strings.Repeat(filling, 1<<18))
		got := <-f.inits
		encoded, err := json.Marshal(got)
		if err != nil || len(encoded) > channel.BodyMax || len(got.Body) != initErrorBytesMax {
			t.Errorf("%d bytes, expected at most %d; %d of the body, %v", len(encoded),
				channel.BodyMax, len(got.Body), err)
		}
	}
}

// The types of an answer and of its trailer: AppendMessage panics at a longer frame.
func TestLongestAnswerFitsInItsFrames(t *testing.T) {
	long := "Runtime.Aa" + strings.Repeat("\xff", 1<<18)
	head := channel.AppendMessage(nil, channel.ResponseHead, channel.ResponseHeadMessage{
		RequestID: id, ContentType: cut(long, contentTypeMax), ErrorType: sanitiseErrorType(long),
	})
	channel.AppendMessage(head, channel.ResponseEnd, channel.ResponseEndMessage{
		ErrorType: sanitiseErrorType(long), ErrorBody: errorBody(strings.Repeat("A", errorBodyMax)),
	})
}
