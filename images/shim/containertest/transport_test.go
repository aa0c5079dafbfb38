//go:build container

package containertest

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/scriptedhost"
)

// attached is a container whose channel is its standard input and output.
func attached(t *testing.T, docker ...string) *container {
	t.Helper()
	name := fmt.Sprintf("lambox-shim-containertest-%d", os.Getpid())
	arguments := []string{"run", "-i", "--name", name, "--label", label, "--network", "none",
		"--read-only", "--log-driver", "none", "--security-opt", "no-new-privileges",
		"--cap-drop", "ALL", "--cap-add", "KILL", "--cap-add", "SETUID", "--cap-add", "SETGID",
		"--tmpfs", "/tmp:mode=1777", "--mount",
		"type=bind,readonly,source=" + absolute(t, shimPath()) + ",target=/var/lambox/shim"}
	arguments = append(arguments, docker...)
	command := exec.Command("docker", append(arguments, "--entrypoint", "/var/lambox/shim", image,
		"--channel", "stdio")...)
	in, err := command.StdinPipe()
	must(t, err)
	out, err := command.StdoutPipe()
	must(t, err)
	command.Stderr = os.Stderr
	must(t, command.Start())
	c := &container{t: t, id: name, Exit: make(chan error, 1)}
	t.Cleanup(func() { _ = exec.Command("docker", "rm", "-f", name).Run() })
	near, far := net.Pipe()
	go func() { _, _ = io.Copy(far, out); far.Close() }()
	go func() { _, _ = io.Copy(in, far); in.Close() }()
	c.Host, err = scriptedhost.Accept(near)
	must(t, err)
	return c
}

func TestAttach(t *testing.T) {
	c := attached(t)
	c.initialize(nil)
	if answer, _ := c.act("say through the stream"); answer != "through the stream" {
		t.Errorf("answer %q", answer)
	}
	c.act("flood 20000")
	if lines := strings.Count(c.logText(), "\n"); lines != 20000 {
		t.Errorf("%d lines, expected 20000", lines)
	}
	c.Host.Close()
	c.stopped()
}

// stopped waits for the end of the container.
func (c *container) stopped() {
	c.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		state, err := exec.Command("docker", "inspect", "-f",
			"{{.State.Running}} {{.State.ExitCode}}",
			c.id).Output()
		if err != nil || strings.HasPrefix(string(state), "false 0") {
			return
		}
	}
	c.t.Error("the container goes on")
}

func TestEndOfTheChannelEndsTheContainer(t *testing.T) {
	for _, act := range []string{"hang", "say x"} {
		c := run(t, options{})
		c.initialize(nil)
		c.begin(act)
		if act == "say x" {
			c.expect(channel.InvocationCompleted, nil)
			c.Send(channel.Frame{Kind: channel.Freeze})
			c.expect(channel.Frozen, nil)
		}
		c.Host.Close()
		c.stopped()
	}
}

func TestLargePayloadsBothWays(t *testing.T) {
	c := run(t, options{memory: "128m"})
	c.initialize(nil)
	before := c.shimMemory()
	event := make([]byte, 6291456)
	for round := 0; round < 8; round++ {
		c.Invoke(channel.InvokeMessage{RequestID: "large"}, event)
		c.expect(channel.InvocationCompleted, nil)
		c.act("large 6000000")
	}
	if after := c.shimMemory(); after > before+4<<20 {
		t.Errorf("the shim grew from %d to %d bytes", before, after)
	}
}
