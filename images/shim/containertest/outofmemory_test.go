//go:build container

package containertest

import (
	"os"
	"sort"
	"strconv"
	"testing"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/scriptedhost"
)

func TestOutOfMemory(t *testing.T) {
	c := run(t, options{memory: "128m"})
	c.initialize(nil)
	c.begin("eat 300")
	var victim channel.OutOfMemoryMessage
	c.expect(channel.OutOfMemory, &victim)
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	t.Logf("%+v %+v", victim, exited)
	if victim.Victim != "function" || exited.ErrorType != "Runtime.OutOfMemory" {
		t.Errorf("%+v %+v", victim, exited)
	}
	expectSize(t, victim)
	c.again()
	c.begin("eatMany 400 10")
	c.expect(channel.OutOfMemory, &victim)
	t.Logf("many: %+v", victim)
	c.again()
}

// What was killed in the init explains no exit of an event.
func TestOutOfMemoryOfTheInit(t *testing.T) {
	c := run(t, options{memory: "128m"})
	c.initialize(map[string]string{"AT_INIT": "eatChild 300"})
	if victims := c.Find(channel.OutOfMemory); len(victims) != 1 {
		t.Errorf("%d victims of the init, expected one", len(victims))
	}
	c.begin("die")
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	if exited.Signal == nil || exited.ErrorType != "Runtime.ExitError" {
		t.Errorf("%+v", exited)
	}
	c.again()
}

// expectSize is for a victim that had the container's 128 MB almost alone. What it shows of its
// program's file may be counted elsewhere.
func expectSize(t *testing.T, victim channel.OutOfMemoryMessage) {
	t.Helper()
	if victim.MemoryBytes < 90<<20 || victim.MemoryBytes > 136<<20 {
		t.Errorf("%+v", victim)
	}
}

// The report of a child that the kernel killed has that one's name and comes within 100 ms of its
// last sign of life: in most rounds, as the machine is not the test's alone.
func TestOutOfMemoryOfAChild(t *testing.T) {
	const rounds = 7
	c := run(t, options{memory: "128m"})
	var took []time.Duration
	named := 0
	for len(took) < rounds {
		c.initialize(nil)
		c.begin("outlastChild 300")
		var victim channel.OutOfMemoryMessage
		c.expect(channel.OutOfMemory, &victim)
		took = append(took, time.Since(c.noted("/tmp/ate")))
		t.Logf("%v: %+v", took[len(took)-1], victim)
		// On a busy machine it may be large for less than the time between two looks, and then has
		// no name. A wrong one it never has.
		if victim.Victim != "" {
			named++
			expectSize(t, victim)
		}
		if victim.Victim != "" && victim.Victim != "glutton" && victim.Kills == 1 {
			t.Errorf("%+v", victim)
		}
		c.reset()
		c.nothingLeft()
		// The kernel may have taken the runtime, too, before what the child had was free.
		c.Find(channel.OutOfMemory)
	}
	c.servesAnew()
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	bar := time.Duration(100 * scriptedhost.Slowness * float64(time.Millisecond))
	if took[rounds/2] > bar || named <= rounds/2 {
		t.Errorf("told within %v, p50 %v, bar %v; %d of %d named", took[rounds-1], took[rounds/2],
			bar, named, rounds)
	}
}

// noted is the time that a process of the container left in a file.
func (c *container) noted(path string) time.Time {
	c.t.Helper()
	text, err := os.ReadFile(c.inside(path))
	must(c.t, err)
	nanoseconds, err := strconv.ParseInt(string(text), 10, 64)
	must(c.t, err)
	return time.Unix(0, nanoseconds)
}
