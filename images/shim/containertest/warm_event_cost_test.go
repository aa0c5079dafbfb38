//go:build container && cost

package containertest

import (
	"sort"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

// The bar holds for a machine with nothing else to do, so no other test run asks for it: what
// counts is the quietest stretch.
func TestCostOfAWarmEvent(t *testing.T) {
	const stretches, events = 40, 50
	for _, freeze := range []bool{false, true} {
		c := run(t, options{})
		c.initialize(nil)
		c.act("say warm")
		pid := c.pid()
		var costs []time.Duration
		for stretch := 0; stretch < stretches; stretch++ {
			before := c.processorTime(pid)
			for index := 0; index < events; index++ {
				c.act("say hello")
				if freeze {
					c.Send(channel.Frame{Kind: channel.Freeze})
					c.expect(channel.Frozen, nil)
				}
			}
			costs = append(costs, (c.processorTime(pid)-before)/events)
		}
		sort.Slice(costs, func(i, j int) bool { return costs[i] < costs[j] })
		t.Logf("freeze %v: shim least %v, p50 %v per event; resident %d KB", freeze, costs[0],
			costs[stretches/2], c.shimMemory()/1024)
		if costs[0] > 150*time.Microsecond {
			t.Errorf("at least %v of processor time per event, at most 150 µs", costs[0])
		}
	}
}
