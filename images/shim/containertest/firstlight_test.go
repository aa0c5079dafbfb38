//go:build container

package containertest

import (
	"testing"

	"lambox.dev/shim/channel"
)

func TestColdAndWarm(t *testing.T) {
	c := run(t, options{})
	t.Logf("hello %+v", c.Hello)
	completed := c.initialize(nil)
	t.Logf("init %+v", completed)
	for round := 0; round < 3; round++ {
		answer, completed := c.act("say hello")
		if answer != "hello" {
			t.Errorf("answer %q, expected hello", answer)
		}
		t.Logf("event %+v", completed)
		c.Send(channel.Frame{Kind: channel.Freeze})
		var frozen channel.FrozenMessage
		c.expect(channel.Frozen, &frozen)
		t.Logf("frozen %+v", frozen)
	}
	c.reset()
	c.initialize(nil)
	if answer, _ := c.act("say again"); answer != "again" {
		t.Errorf("answer %q, expected again", answer)
	}
	c.Send(channel.JSONFrame(channel.Shutdown, channel.EndMessage{Reason: "spindown"}))
	c.expect(channel.ShutdownDone, nil)
	must(t, c.Ended())
}
