package environment

import (
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

func TestResetOfNothing(t *testing.T) {
	g := newGuest(t)
	g.reset("failure")
	g.initialize("runtime")
	g.awaitLog("runtime runs")
}

// A shutdown follows the reset that is under way.
func TestShutdownDuringAReset(t *testing.T) {
	g := newGuest(t)
	g.addExtension("probe")
	g.initialize("runtime")
	g.awaitLog("extension runs")
	g.enter("probe", `["SHUTDOWN"]`)
	g.awaitLog("runtime runs")
	g.Send(channel.JSONFrame(channel.Reset, channel.EndMessage{Reason: "timeout"}),
		channel.JSONFrame(channel.Shutdown, channel.EndMessage{Reason: "timeout"}))
	g.awaitLog("runtime was told to end")
	// Stopped in between, nothing would end.
	g.Send(channel.Frame{Kind: channel.Freeze})
	g.expect(channel.ResetDone, nil)
	g.expect(channel.ShutdownDone, nil)
	must(t, <-g.ended)
}

func TestResetDuringAReset(t *testing.T) {
	g := newGuest(t)
	g.addExtension("probe")
	g.initialize("runtime")
	g.awaitLog("extension runs")
	reset := channel.JSONFrame(channel.Reset, channel.EndMessage{Reason: "timeout"})
	g.Send(reset, reset)
	if err := <-g.ended; err == nil || !strings.Contains(err.Error(), "reset during a reset") {
		t.Errorf("ended with %v", err)
	}
}
