//go:build container

package containertest

import (
	"os"
	"strings"
	"testing"
)

// TestOnePortIsTaken: every other is the function's own, those of web servers above all.
func TestOnePortIsTaken(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.act("say warm")
	const listening, runtimeAPI = "0A", "0100007F:2329"
	var taken []string
	for _, family := range []string{"tcp", "tcp6", "udp", "udp6"} {
		text, err := os.ReadFile("/proc/" + c.pid() + "/net/" + family)
		must(t, err)
		for _, line := range strings.Split(string(text), "\n") {
			words := strings.Fields(line)
			if len(words) < 4 || words[0] == "sl" {
				continue
			}
			if strings.HasPrefix(family, "udp") || words[3] == listening {
				taken = append(taken, family+" "+words[1])
			}
		}
	}
	if len(taken) != 1 || taken[0] != "tcp "+runtimeAPI {
		t.Errorf("taken: %q, expected 127.0.0.1:9001 alone", taken)
	}
}
