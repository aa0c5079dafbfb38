//go:build container

package containertest

import (
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

// processorTime is what the shim used so far, from the scheduler's own count.
func (c *container) processorTime(pid string) time.Duration {
	c.t.Helper()
	var total int64
	threads, err := os.ReadDir("/proc/" + pid + "/task")
	must(c.t, err)
	for _, thread := range threads {
		text, err := os.ReadFile("/proc/" + pid + "/task/" + thread.Name() + "/schedstat")
		must(c.t, err)
		used, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		must(c.t, err)
		total += used
	}
	return time.Duration(total)
}

// The bar holds for a machine with nothing else to do: what counts is the quietest stretch.
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

func TestIdleCost(t *testing.T) {
	c := run(t, options{})
	pid := c.pid()
	// The time is what is tested: a shim that waits does nothing in it.
	time.Sleep(time.Second)
	before := c.processorTime(pid)
	time.Sleep(3 * time.Second)
	if used := c.processorTime(pid) - before; used > time.Millisecond {
		t.Errorf("%v of processor time in 3 s of standby", used)
	}
	if memory := c.shimMemory(); memory > 12<<20 {
		t.Errorf("%d bytes resident", memory)
	} else {
		t.Logf("%d KB resident", memory/1024)
	}
}
