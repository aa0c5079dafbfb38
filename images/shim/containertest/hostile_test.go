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
	for act, want := range map[string]string{
		"scratch":     "wrote, dtrwxrwxrwx",
		"descriptors": "0 /dev/null, 1 pipe, 2 pipe, 62 pipe",
		"identity":    ofNoPower("/tmp"),
		"environ":     "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001\nPATH=/\n_LAMBDA_TELEMETRY_LOG_FD=62",
	} {
		answer, _ := c.act(act)
		lines := strings.Split(answer, "\n")
		sort.Strings(lines)
		if answer = strings.Join(lines, "\n"); answer != want {
			t.Errorf("%s:\n%s, expected\n%s", act, answer, want)
		}
	}
}

// ofNoPower is the identity of every process of a function.
func ofNoPower(folder string) string {
	const none = "0000000000000000"
	return "Uid: 993 993 993 993|Gid: 990 990 990 990|Groups:|CapInh: " + none + "|CapPrm: " +
		none + "|CapEff: " + none + "|CapAmb: " + none + "|NoNewPrivs: 1|1000|" + folder
}

// Nothing of the shim's is open where a process begins, its channel least of all.
func TestWhatIsInherited(t *testing.T) {
	const opened = "0 /dev/null, 1 pipe, 2 pipe"
	files := map[string]string{"tells": ""}
	for name, c := range map[string]*container{
		"socket": withExtensions(t, options{}, files),
		"attach": attached(t, extensionsMount(t, files)...),
	} {
		c.initialize(nil)
		if answer, _ := c.act("descriptors"); answer != opened {
			t.Errorf("%s, runtime: %s, expected %s", name, answer, opened)
		}
		want := "tells " + opened + "\ntells " + ofNoPower("/") + "\n"
		if told := c.logText(); !strings.HasPrefix(told, want) {
			t.Errorf("%s, extension:\n%s, expected\n%s", name, told, want)
		}
	}
}

func TestWhatIsDenied(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	if allowed, _ := c.act("attack"); allowed != "" {
		t.Errorf("not denied, or for another reason:\n%s", allowed)
	}
	c.again()
}

func TestAttacksThatEndInAnAnswer(t *testing.T) {
	c := run(t, options{})
	for act, want := range map[string]string{
		"forks":       "almost all forked true, then resource temporarily unavailable",
		"orphans 250": "orphaned", "hoard": "opened true", "closeAll": "closed",
		"limits": "limited",
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

// It reaches the extension, whose end is the event's, and its own child.
func TestFunctionThatKillsEverything(t *testing.T) {
	c := withExtensions(t, options{}, map[string]string{"plain": ""})
	c.initialize(nil)
	c.begin("killAll")
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	if exited.Name != "plain" || exited.ErrorType != "Extension.Crash" ||
		exited.Message != "signal: killed" {
		t.Errorf("%+v", exited)
	}
	c.expect(channel.ResponseEnd, nil)
	if answer := c.answered(); answer != "<nil>, signal: killed" {
		t.Errorf("answer %q", answer)
	}
	c.again()
}

func TestThreadStorm(t *testing.T) {
	c := run(t, options{})
	for act, sign := range map[string]string{"threads 200": "200 threads", "hang": "hangs"} {
		c.initialize(nil)
		c.begin(act)
		c.says(sign)
		c.reset()
		c.nothingLeft()
	}
	c.servesAnew()
}
