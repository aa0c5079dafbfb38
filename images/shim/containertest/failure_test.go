//go:build container

package containertest

import (
	"testing"

	"lambox.dev/shim/channel"
)

func TestStartsThatFail(t *testing.T) {
	cases := map[string]struct {
		change             func(*channel.InitializeMessage)
		errorType, message string
	}{
		"missing": {func(m *channel.InitializeMessage) { m.Command = []string{"/none"} },
			"Runtime.InvalidEntrypoint", "fork/exec /none: no such file or directory"},
		"not executable": {func(m *channel.InitializeMessage) { m.Command = []string{"/closed"} },
			"Runtime.InvalidEntrypoint", "fork/exec /closed: permission denied"},
		"no program": {func(m *channel.InitializeMessage) { m.Command = []string{"/text"} },
			"Runtime.InvalidEntrypoint", "fork/exec /text: exec format error"},
		"no interpreter": {func(m *channel.InitializeMessage) { m.Command = []string{"/script"} },
			"Runtime.InvalidEntrypoint", "fork/exec /script: no such file or directory"},
		"not in PATH": {func(m *channel.InitializeMessage) { m.Command = []string{"none"} },
			"Runtime.InvalidEntrypoint", `exec: "none": executable file not found in $PATH`},
		"no bootstrap": {func(m *channel.InitializeMessage) {
			m.Command, m.Bootstraps = nil, []string{"/var/task/bootstrap", "/opt/bootstrap"}
		}, "Runtime.InvalidEntrypoint",
			"Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"},
		"no directory": {func(m *channel.InitializeMessage) { m.WorkingDirectory = "/nowhere" },
			"Runtime.InvalidWorkingDir", "chdir /nowhere: no such file or directory"},
	}
	c := run(t, options{})
	for name, each := range cases {
		message := initialization()
		each.change(&message)
		c.Send(channel.JSONFrame(channel.Initialize, message))
		var exited channel.ProcessExitedMessage
		c.expect(channel.ProcessExited, &exited)
		if exited.ErrorType != each.errorType || exited.Message != each.message {
			t.Errorf("%s: %+v", name, exited)
		}
		c.reset()
	}
	c.initialize(nil)
}

func TestExitDuringAnEvent(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.begin("exit")
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	if exited.ExitCode == nil || *exited.ExitCode != 3 || exited.ErrorType != "Runtime.ExitError" ||
		exited.Message != "Runtime exited with error: exit status 3" {
		t.Errorf("%+v", exited)
	}
	c.again()
}

// What was killed in the init explains no exit of an event.
func TestOutOfMemoryOfTheInit(t *testing.T) {
	c := run(t, options{memory: "128m"})
	c.initialize(map[string]string{"AT_INIT": "eatChild 300"})
	if victims := c.Find(channel.OutOfMemory); len(victims) != 1 {
		t.Errorf("%d victims of the init, expected one", len(victims))
	}
	c.begin("die")
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	if exited.Signal == nil || exited.ErrorType != "Runtime.ExitError" {
		t.Errorf("%+v", exited)
	}
	c.again()
}

func TestOutOfMemory(t *testing.T) {
	c := run(t, options{memory: "128m"})
	c.initialize(nil)
	c.begin("eat 300")
	var victim channel.OutOfMemoryMessage
	c.expect(channel.OutOfMemory, &victim)
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	t.Logf("%+v %+v", victim, exited)
	if victim.Victim != "function" || exited.ErrorType != "Runtime.OutOfMemory" ||
		victim.MemoryBytes < 100<<20 {
		t.Errorf("%+v %+v", victim, exited)
	}
	c.again()
	// On a busy machine a child may come and go between two looks: then it has no name. Or the
	// kernel takes the runtime, too, before what the child had is free: then that one is told.
	for round := 0; round < 10; round++ {
		c.begin("eatChild 300")
		c.expect(channel.OutOfMemory, &victim)
		t.Logf("child: %+v", victim)
		if victim.Victim != "" && victim.Kills == 1 {
			break
		}
		c.again()
	}
	if victim.Victim != "function" || victim.MemoryBytes < 90<<20 {
		t.Errorf("child: %+v", victim)
	}
	c.again()
	c.begin("eatMany 400 10")
	c.expect(channel.OutOfMemory, &victim)
	t.Logf("many: %+v", victim)
	c.again()
}
