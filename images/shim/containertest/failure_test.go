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
