package environment

import (
	"fmt"
	"net"
	"os"
	"testing"

	"lambox.dev/shim/apiclient"
	"lambox.dev/shim/channel"
)

// answerAndExit is a runtime that begins its answer on a connection of its own and is gone.
func answerAndExit(api string) {
	apiclient.Ask("GET", "http://"+api+nextPath, "")
	answer, err := net.Dial("tcp", api)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(answer, "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\n"+
		"Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n"+
		"7\r\npartial\r\n", requestID)
	os.Exit(3)
}

// Whether the answer was read when the exit is seen is chance, so this is tried often.
func TestAnswerComesAheadOfTheExit(t *testing.T) {
	g := newGuest(t)
	for life := 0; life < 50; life++ {
		g.initialize("answer and exit")
		g.invoke("{}")
		before := len(g.Find(channel.ResponseHead))
		g.expect(channel.ProcessExited, nil)
		if heads := len(g.Find(channel.ResponseHead)) - before; heads != 1 {
			t.Fatalf("life %d: %d responses ahead of the exit, expected one", life, heads)
		}
		g.reset("failure")
	}
}
