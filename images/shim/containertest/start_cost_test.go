//go:build container && cost

package containertest

import (
	"sort"
	"testing"
	"time"
)

// From the first instruction of PID 1 to the hello at the host: the program before the shim notes
// when it hands over to it.
func TestStartToHello(t *testing.T) {
	const starts = 21
	var took []time.Duration
	for len(took) < starts {
		c := run(t, options{runner: []string{"/function", "stamp"}})
		took = append(took, c.heardAt.Sub(c.noted("/tmp/stamp")))
		c.Close()
	}
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	t.Logf("least %v, p50 %v, most %v", took[0], took[starts/2], took[starts-1])
	if took[starts/2] > 15*time.Millisecond {
		t.Errorf("%v from start to hello, at most 15 ms", took[starts/2])
	}
}
