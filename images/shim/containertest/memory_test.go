//go:build container

package containertest

import "testing"

// A life that makes the shim hold much leaves nothing of it to the next one.
func TestMemoryOfALifeIsGivenBack(t *testing.T) {
	c := run(t, options{})
	for _, each := range []struct {
		act string
		// What the shim may have grown by while they are there, and behind the reset.
		held, left int64
	}{
		// Lines are refused where they are too many; each would cost forty times its length.
		{"heads 100 5", 16 << 20, 8 << 20},
		// A head may have 1 MB.
		{"heads 60 1000000", 400 << 20, 8 << 20},
	} {
		c.initialize(nil)
		before := c.shimMemory()
		if answer, _ := c.act(each.act); answer != "begun" {
			t.Error(answer)
		}
		during := c.shimMemory()
		c.reset()
		after := c.shimMemory()
		t.Logf("%s: %d → %d → %d bytes", each.act, before, during, after)
		if during > before+each.held || after > before+each.left {
			t.Errorf("%s: more than %d held, or %d left", each.act, each.held, each.left)
		}
		c.initialize(nil)
		if next, _ := c.act("say next"); next != "next" {
			t.Errorf("%s: the next event answered %q", each.act, next)
		}
		c.reset()
	}
}
