//go:build container

package containertest

import (
	"os"
	"os/exec"
	"strings"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/scriptedhost"
)

func (c *container) pid() string {
	c.t.Helper()
	if c.hostPID == "" {
		pid, err := exec.Command("docker", "inspect", "-f", "{{.State.Pid}}", c.id).Output()
		must(c.t, err)
		c.hostPID = strings.TrimSpace(string(pid))
	}
	return c.hostPID
}

// inside is a path of the container, seen from here.
func (c *container) inside(path string) string {
	return "/proc/" + c.pid() + "/root" + path
}

// processes is every one of the container but PID 1.
func (c *container) processes() (pids []string) {
	c.t.Helper()
	entries, err := os.ReadDir(c.inside("/proc"))
	must(c.t, err)
	for _, entry := range entries {
		if name := entry.Name(); name[0] > '0' && name[0] <= '9' && name != "1" {
			pids = append(pids, name)
		}
	}
	return pids
}

func (c *container) nothingLeft() {
	c.t.Helper()
	for _, pid := range c.processes() {
		status, _ := os.ReadFile(c.inside("/proc/" + pid + "/status"))
		c.t.Errorf("process %s is left: %.60s", pid, status)
	}
}

// reaping is how long an ended process may wait for PID 1 on a busy machine.
var reaping = time.Duration(2 * scriptedhost.Slowness * float64(time.Second))

// allReaped waits for those that have ended by now and are PID 1's to reap. One whose parent lives
// is that one's.
func (c *container) allReaped() {
	c.t.Helper()
	late := time.Now().Add(reaping)
	for _, pid := range c.processes() {
		for c.isUnreaped(pid) {
			if time.Now().After(late) {
				c.t.Errorf("process %s was not reaped within %v", pid, reaping)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func (c *container) isUnreaped(pid string) bool {
	status, err := os.ReadFile(c.inside("/proc/" + pid + "/status"))
	return err == nil && strings.Contains(string(status), "\nState:\tZ") &&
		strings.Contains(string(status), "\nPPid:\t1\n")
}

func (c *container) shimMemory() int64 {
	c.t.Helper()
	c.Send(channel.Frame{Kind: channel.StatsRequest})
	var stats channel.StatsMessage
	c.expect(channel.Stats, &stats)
	return stats.ShimMemoryBytes
}
