//go:build container

package containertest

import (
	"testing"

	"lambox.dev/shim/channel"
)

func TestWhatIsDenied(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	if allowed, _ := c.act("attack"); allowed != "" {
		t.Errorf("allowed: %s", allowed)
	}
	c.again()
}

func TestAttacksThatEndInAnAnswer(t *testing.T) {
	c := run(t, options{})
	for act, want := range map[string]string{
		"forks": "forked true", "orphans 200": "orphaned", "hoard": "opened true",
		"closeAll": "closed", "ignoreTerm": "ignored",
	} {
		c.initialize(nil)
		answer, completed := c.act(act)
		if answer != want {
			t.Errorf("%s: %q, expected %q", act, answer, want)
		}
		t.Logf("%s: %+v", act, completed)
		if next, _ := c.act("say next"); next != "next" {
			t.Errorf("%s: the next event answered %q", act, next)
		}
		c.reset()
		c.nothingLeft()
	}
}

func TestFunctionThatKillsEverything(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.begin("killAll")
	// kill(-1) spares the caller.
	c.expect(channel.InvocationCompleted, nil)
	c.again()
}

func TestThreadStorm(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.begin("threads")
	c.again()
	c.begin("hang")
	c.again()
}
