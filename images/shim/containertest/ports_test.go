//go:build container

package containertest

import (
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// Every other port is the function's own, those of web servers above all.
func TestPortsThatAreTaken(t *testing.T) {
	const runtimeAPI, service = "tcp 0100007F:2329", "tcp 0100007F:11D6"
	const service6 = "tcp6 00000000000000000000000001000000:11D6"
	for _, each := range []struct {
		services []int
		want     []string
	}{
		{nil, []string{runtimeAPI}}, {[]int{4566}, []string{service, runtimeAPI}},
	} {
		c := run(t, options{})
		message := initialization()
		message.HostServices = each.services
		c.Send(channel.JSONFrame(channel.Initialize, message))
		c.expect(channel.InitCompleted, nil)
		c.act("say warm")
		taken := c.portsTaken()
		// A container without a network has no [::1].
		if last := len(taken) - 1; each.services != nil && last > 0 && taken[last] == service6 {
			taken = taken[:last]
		}
		if !reflect.DeepEqual(taken, each.want) {
			t.Errorf("taken: %q, expected %q", taken, each.want)
		}
	}
}

// portsTaken gives them sorted.
func (c *container) portsTaken() []string {
	c.t.Helper()
	const listening = "0A"
	var taken []string
	for _, family := range []string{"tcp", "tcp6", "udp", "udp6"} {
		text, err := os.ReadFile("/proc/" + c.pid() + "/net/" + family)
		must(c.t, err)
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
	sort.Strings(taken)
	return taken
}
