//go:build container

package containertest

import (
	"os"
	"testing"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/scriptedhost"
)

func (c *container) sizes(names []string) []int64 {
	c.t.Helper()
	var sizes []int64
	for _, name := range names {
		file, err := os.Stat(c.inside("/tmp/" + name))
		must(c.t, err)
		sizes = append(sizes, file.Size())
	}
	return sizes
}

// stoppingUs: on a busy machine a thread that was not running when it was stopped gets the
// processor once more, only to stop. One that escapes runs on for all of the time.
var stoppingUs = int64(20_000 * scriptedhost.Slowness)

func TestNothingEscapesAFreeze(t *testing.T) {
	names := []string{"session", "orphan", "storm", "threads"}
	c := run(t, options{})
	c.initialize(nil)
	c.act("writers")
	for round := 0; round < 3; round++ {
		c.Send(channel.Frame{Kind: channel.Freeze})
		var frozen channel.FrozenMessage
		c.expect(channel.Frozen, &frozen)
		before := c.sizes(names)
		// The time is what is tested: nothing happens in it.
		time.Sleep(2 * time.Second)
		after := c.sizes(names)
		c.Send(channel.Frame{Kind: channel.Thaw})
		var thawed channel.ThawedMessage
		c.expect(channel.Thawed, &thawed)
		t.Logf("%+v %+v", frozen, thawed)
		if thawed.RanWhileFrozenUs >= stoppingUs {
			t.Errorf("ran %d µs while frozen", thawed.RanWhileFrozenUs)
		}
		c.act("sleep 100ms")
		later := c.sizes(names)
		for index, name := range names {
			if before[index] != after[index] {
				t.Errorf("%s grew from %d to %d while frozen", name, before[index], after[index])
			}
			if later[index] <= after[index] {
				t.Errorf("%s did not go on", name)
			}
		}
	}
	c.again()
}

// A stop can meet the timer's signal on its way and throw it away, which ends the timer: then
// nothing runs, and nothing may be reported.
func TestTimerThatContinuesIsSeen(t *testing.T) {
	c := run(t, options{})
	seen := false
	for round := 0; round < 10 && !seen; round++ {
		c.initialize(nil)
		c.act("timer")
		c.Send(channel.Frame{Kind: channel.Freeze})
		c.expect(channel.Frozen, nil)
		before := c.sizes([]string{"timer"})[0]
		// The time is what is tested: the timer continues the process in it.
		time.Sleep(time.Second)
		grown := c.sizes([]string{"timer"})[0] - before
		_, completed := c.act("say x")
		ran := completed.RanWhileFrozenUs
		t.Logf("grown by %d, ran %d µs", grown, ran)
		seen = grown > 100
		if seen && ran < 1000 || grown == 0 && ran >= stoppingUs {
			t.Errorf("ran %d µs while frozen and appended %d", ran, grown)
		}
		c.reset()
	}
	if !seen {
		t.Error("the timer never continued the process")
	}
}
