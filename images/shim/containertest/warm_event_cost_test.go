//go:build container && cost

package containertest

import (
	"net"
	"sort"
	"testing"
	"time"
)

const costStretches, eventsPerStretch = 40, 50

// The bar holds for a machine with nothing else to do, so no other test run asks for it: what
// counts is the quietest stretch. Beside it stands what the same calls cost a program that does
// nothing else (function/floor.go), stretch by stretch in turn. What stopping and continuing the
// function's threads costs on top is said, not judged.
func TestCostOfAWarmEvent(t *testing.T) {
	least := startFloor(t)
	for _, freeze := range []bool{false, true} {
		c := run(t, options{})
		c.initialize(nil)
		c.act("say warm")
		var costs, floors []time.Duration
		for stretch := 0; stretch < costStretches; stretch++ {
			costs = append(costs, c.costOf(func() { c.events(eventsPerStretch, freeze) }))
			floors = append(floors, least.costOf(least.events))
		}
		shim, floor := sorted(costs), sorted(floors)
		t.Logf("freeze %v: shim least %v, p50 %v per event; its calls alone %v, %v; "+
			"ratio %.2f, %.2f; resident %d KB", freeze, shim[0], shim[costStretches/2], floor[0],
			floor[costStretches/2], ratio(shim[0], floor[0]),
			ratio(shim[costStretches/2], floor[costStretches/2]), c.shimMemory()/1024)
		if !freeze && shim[0] > 150*time.Microsecond {
			t.Errorf("at least %v of processor time per event, at most 150 µs", shim[0])
		}
	}
}

func sorted(costs []time.Duration) []time.Duration {
	sort.Slice(costs, func(i, j int) bool { return costs[i] < costs[j] })
	return costs
}

func ratio(one, other time.Duration) float64 { return float64(one) / float64(other) }

// costOf is what PID 1 used for each event of a stretch.
func (c *container) costOf(stretch func()) time.Duration {
	pid := c.pid()
	before := c.processorTime(pid)
	stretch()
	return (c.processorTime(pid) - before) / eventsPerStretch
}

// floor is a container in whose PID 1 only the calls are made that an event cannot do without.
type floor struct {
	*container
	conn net.Conn
}

func startFloor(t *testing.T) *floor {
	t.Helper()
	c, conn := start(t, options{}, "/function", "floor", "/var/lambox/channel/s")
	f := &floor{container: c, conn: conn}
	f.await()
	f.events()
	return f
}

// events makes a stretch of them; what is sent is as long as an invoke frame.
func (f *floor) events() {
	for index := 0; index < eventsPerStretch; index++ {
		_, err := f.conn.Write(make([]byte, 250))
		must(f.t, err)
		f.await()
	}
}

// await reads until the runtime waits for the next event.
func (f *floor) await() {
	buffer := make([]byte, 4096)
	for {
		count, err := f.conn.Read(buffer)
		must(f.t, err)
		if buffer[count-1] == 'c' {
			return
		}
	}
}
