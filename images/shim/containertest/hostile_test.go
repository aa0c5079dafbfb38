//go:build container

package containertest

import (
	"sort"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

func TestWhatAFunctionIs(t *testing.T) {
	c := run(t, options{})
	message := initialization()
	message.LogDescriptor = true
	c.Send(channel.JSONFrame(channel.Initialize, message))
	c.expect(channel.InitCompleted, nil)
	const none = "0000000000000000"
	for act, want := range map[string]string{
		"scratch":     "wrote, dtrwxrwxrwx",
		"descriptors": "0 /dev/null, 1 pipe, 2 pipe, 62 pipe",
		"identity": "Uid: 993 993 993 993|Gid: 990 990 990 990|Groups:|CapInh: " + none +
			"|CapPrm: " + none + "|CapEff: " + none + "|CapAmb: " + none +
			"|NoNewPrivs: 1|1000|/tmp",
		"environ": "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001\nPATH=/\n_LAMBDA_TELEMETRY_LOG_FD=62",
	} {
		answer, _ := c.act(act)
		lines := strings.Split(answer, "\n")
		sort.Strings(lines)
		if answer = strings.Join(lines, "\n"); answer != want {
			t.Errorf("%s:\n%s, expected\n%s", act, answer, want)
		}
	}
}

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
		"forks": "forked true", "orphans 250": "orphaned", "hoard": "opened true",
		"closeAll": "closed", "ignoreTerm": "ignored", "limits": "limited",
		// More than the processes' limit: the process that wants them ends, nothing else.
		"threads 10000": "exit status 2", "connect 500": "connected",
	} {
		c.initialize(nil)
		answer, completed := c.act(act)
		for round := 1; round < 4 && act == "orphans 250"; round++ {
			answer, completed = c.act(act)
		}
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
	c.begin("threads 200")
	c.again()
	c.begin("hang")
	c.again()
}
