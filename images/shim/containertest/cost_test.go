//go:build container

package containertest

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
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
