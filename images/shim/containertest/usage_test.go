//go:build container

package containertest

import (
	"testing"

	"lambox.dev/shim/scriptedhost"
)

// Several processes that live on count together.
func TestMemoryIsTheSumOfWhoLives(t *testing.T) {
	const children, megabytes = 3, 40
	c := run(t, options{})
	c.initialize(nil)
	_, before := c.act("say x")
	_, event := c.act("hold 3 40")
	grown := (event.MemoryBytes - before.MemoryBytes) >> 20
	t.Logf("%d MB more with %d processes", grown, event.Processes)
	if event.Processes != 1+children || grown < children*megabytes ||
		grown > children*(megabytes+20) {
		t.Errorf("%d MB more with %d processes", grown, event.Processes)
	}
	c.again()
}

// A child's processor time is the event's; the next event has its own.
func TestProcessorTimeOfAnEvent(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	_, spun := c.act("spin 500ms")
	_, idle := c.act("say x")
	t.Logf("spun %d µs, idle %d µs", spun.CPUUs, idle.CPUUs)
	start := int64(100_000 * scriptedhost.Slowness)
	if spun.CPUUs < 490_000 || spun.CPUUs > 500_000+start || idle.CPUUs > start/2 {
		t.Errorf("spun %d µs, idle %d µs", spun.CPUUs, idle.CPUUs)
	}
}
