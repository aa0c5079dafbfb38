package environment

import (
	"fmt"
	"net"
	"testing"

	"lambox.dev/shim/channel"
)

// A function takes every connection and leaves requests in the kernel's list of those to be
// accepted: none of them may be taken for the next life's.
func TestRequestsThatWaitDoNotOutliveAReset(t *testing.T) {
	const (
		idle  = 256
		waits = 2000
	)
	g := newGuest(t)
	g.initialize("runtime")
	g.awaitLog("runtime runs")
	for count := 0; count < idle; count++ {
		g.dial()
	}
	request := "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\n" +
		"Content-Length: 2\r\n\r\n{}"
	for count := 0; count < waits; count++ {
		conn := g.dial()
		_, err := fmt.Fprint(conn, request)
		must(t, err)
		conn.Close()
	}
	g.reset("failure")
	g.initialize("runtime")
	g.awaitLog("runtime runs")
	g.next()
	g.expect(channel.InitCompleted, nil)
	if late := g.Find(channel.InitError); len(late) != 0 {
		t.Errorf("%d errors of the life before", len(late))
	}
}

func (g *guest) dial() net.Conn {
	g.t.Helper()
	conn, err := net.Dial("tcp", g.server.Addr().String())
	must(g.t, err)
	g.t.Cleanup(func() { conn.Close() })
	return conn
}
