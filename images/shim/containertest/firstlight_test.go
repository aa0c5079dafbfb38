//go:build container

package containertest

import (
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// What the shim says of itself, in a container of this machine.
func TestHello(t *testing.T) {
	version, err := exec.Command(shimPath(), "--version").Output()
	must(t, err)
	want := channel.HelloMessage{
		Protocol: channel.Version, Shim: strings.TrimSpace(string(version)),
		Architecture: runtime.GOARCH, CgroupVersion: 1,
		Capabilities: []string{"freeze", "reset", "extensions", "logDescriptor", "tunnels"},
	}
	if _, err := os.Stat("/sys/fs/cgroup/cgroup.controllers"); err == nil {
		want.CgroupVersion = 2
	}
	if got := run(t, options{}).Hello; !reflect.DeepEqual(got, want) || got.Shim == "unknown" {
		t.Errorf("%+v, expected %+v", got, want)
	}
}

func TestColdAndWarm(t *testing.T) {
	c := run(t, options{})
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
