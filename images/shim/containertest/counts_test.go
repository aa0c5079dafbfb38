//go:build container && cost

package containertest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// events runs as many warm events, each followed by a freeze where that is asked for.
func (c *container) events(count int, freeze bool) {
	c.t.Helper()
	for ; count > 0; count-- {
		c.act("say hello")
		if freeze {
			c.Send(channel.Frame{Kind: channel.Freeze})
			c.expect(channel.Frozen, nil)
		}
	}
}

// A count of calls does not depend on what else the machine does, or hardly.
func TestSystemCallsOfAWarmEvent(t *testing.T) {
	const events = 200
	for _, freeze := range []bool{false, true} {
		c := run(t, options{})
		c.initialize(nil)
		c.events(20, freeze)
		trace := exec.Command("strace", "-f", "-c", "-U", "calls,name", "-p", c.pid())
		said, err := trace.StderrPipe()
		must(t, err)
		must(t, trace.Start())
		lines := bufio.NewScanner(said)
		for attached := false; !attached && lines.Scan(); {
			attached = strings.Contains(lines.Text(), "attached")
		}
		c.events(events, freeze)
		must(t, trace.Process.Signal(os.Interrupt))
		table, total := perEvent(lines, events)
		_ = trace.Wait()
		t.Logf("freeze %v: %s", freeze, strings.Join(table, ", "))
		if total == 0 {
			t.Error("strace counted nothing")
		}
	}
}

// perEvent reads strace's table of calls, whose last line is their total.
func perEvent(lines *bufio.Scanner, events int) (table []string, total int) {
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) != 2 {
			continue
		}
		calls, err := strconv.Atoi(words[0])
		if err == nil {
			table = append(table, fmt.Sprintf("%s %.1f", words[1], float64(calls)/float64(events)))
			total = calls
		}
	}
	return table, total
}

const valgrind = "/usr/libexec/valgrind"

var totals = regexp.MustCompile(`(?m)^summary: (\d+)`)

// Callgrind cannot follow Go's signals; cachegrind counts the same instructions of user space.
// The difference between a long life and a short one is that of the events between.
func TestInstructionsOfAWarmEvent(t *testing.T) {
	const short, long = 100, 400
	for _, freeze := range []bool{false, true} {
		more := instructions(t, long, freeze) - instructions(t, short, freeze)
		t.Logf("freeze %v: %d instructions per event", freeze, more/(long-short))
	}
}

// instructions is how many the shim executes in a life with as many events.
func instructions(t *testing.T, events int, freeze bool) int {
	t.Helper()
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o777))
	c := run(t, options{
		docker: []string{"-e", "VALGRIND_LIB=" + valgrind, "-e", "VALGRIND_LAUNCHER=/valgrind",
			"-v", valgrind + ":" + valgrind + ":ro", "-v", folder + ":/counts"},
		runner: []string{valgrind + "/cachegrind-amd64-linux", "--tool=cachegrind",
			"--cache-sim=no", "--cachegrind-out-file=/counts/out", "--log-file=/counts/log"},
	})
	c.initialize(nil)
	c.events(events, freeze)
	c.Send(channel.JSONFrame(channel.Shutdown, channel.EndMessage{Reason: "spindown"}))
	c.expect(channel.ShutdownDone, nil)
	c.stopped()
	text, err := os.ReadFile(folder + "/out")
	must(t, err)
	found := totals.FindSubmatch(text)
	if found == nil {
		t.Fatalf("no summary in %d bytes", len(text))
	}
	total, err := strconv.Atoi(string(found[1]))
	must(t, err)
	return total
}
