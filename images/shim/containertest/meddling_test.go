//go:build container

package containertest

import (
	"os/exec"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// A second process hears what the state allows, and the event goes its way. In order: a response
// and an error to an unknown id, an init error, `next`, a wrong method, a path that leads out.
func TestSecondProcessAtTheRuntimeAPI(t *testing.T) {
	c := run(t, options{})
	// Its init error and its `next` would be the runtime's own here.
	c.initialize(map[string]string{"AT_INIT": "meddleEarly"})
	c.says("at init: heard 400 400 405 404")
	// The event is given again.
	if answer, _ := c.act("meddle"); answer != "heard 400 400 403 200 405 404" {
		t.Errorf("while the runtime works: %s", answer)
	}
	for _, each := range []struct{ act, heard string }{
		{"answerAround response InvocationResponse", "heard 400 400 403 403 405 404"},
		{"answerAround error InvocationErrorResponse", "heard 400 400 403 403 405 404"},
		{"answerThenMeddle", "heard 400 400 403 waits 405 404"},
		{"meddleLater", "heard 400 400 403 waits 405 404"},
	} {
		c.act(each.act + " " + nextID())
		c.says(each.heard)
		if answer, _ := c.act("say next"); answer != "next" {
			t.Errorf("%s: the next event answered %q", each.act, answer)
		}
	}
	c.reset()
	message := initialization()
	message.Variables["AT_INIT"] = "failAndMeddle"
	c.Send(channel.JSONFrame(channel.Initialize, message))
	c.says("heard 400 400 403 403 405 404")
	c.expect(channel.InitError, nil)
	c.expect(channel.ProcessExited, nil)
	c.again()
}

func TestFunctionThatClosesEverything(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.begin("closeEverything")
	var exited channel.ProcessExitedMessage
	c.expect(channel.ProcessExited, &exited)
	if exited.Message != "Runtime exited with error: exit status 9" {
		t.Errorf("%+v", exited)
	}
	c.again()
}

// It has made the shim what the kernel kills first: the container is lost, and nothing hangs.
func TestFunctionThatLowersItsScore(t *testing.T) {
	c := run(t, options{memory: "64m"})
	c.initialize(nil)
	// The shim is to be the largest.
	for round := 0; round < 3; round++ {
		c.act("large 6000000")
	}
	c.begin("lowerAndFork 400")
	must(t, c.Ended())
	code, err := exec.Command("docker", "wait", c.id).Output()
	must(t, err)
	killed, err := exec.Command("docker", "inspect", "-f", "{{.State.OOMKilled}}", c.id).Output()
	must(t, err)
	if said := string(code) + string(killed); said != "137\ntrue\n" {
		t.Errorf("code, killed for memory: %q", said)
	}
}

func TestGigabyteOfGarbageAtTheFramingDescriptor(t *testing.T) {
	c := run(t, options{})
	message := initialization()
	message.LogDescriptor = true
	c.Send(channel.JSONFrame(channel.Initialize, message))
	c.expect(channel.InitCompleted, nil)
	before := c.shimMemory()
	for round := 0; round < 4; round++ {
		if answer, _ := c.act("garbage 256"); answer != "framed" {
			t.Error(answer)
		}
	}
	var dropped int64
	for _, frame := range c.Find(channel.LogsDropped) {
		var message channel.LogsDroppedMessage
		must(t, frame.ParseJSON(&message))
		dropped += message.Bytes
	}
	frames := strings.Count(c.logText(), "first\nsecond\n")
	after := c.shimMemory()
	t.Logf("%d bytes dropped, %d frames, shim %d → %d bytes", dropped, frames, before, after)
	// Nothing in it begins a frame: no two neighbours are the first two bytes of one.
	if dropped != 1<<30 || frames != 4 || after > before+8<<20 {
		t.Error("not just the gigabyte is dropped, a frame is lost, or the shim grew")
	}
	c.again()
}

// A service of this machine, as the host plays it: it hears everything, then speaks and closes.
func TestTunnelThroughAContainer(t *testing.T) {
	c := run(t, options{})
	message := initialization()
	message.HostServices = []int{4566, 8000}
	c.Send(channel.JSONFrame(channel.Initialize, message))
	c.expect(channel.InitCompleted, nil)
	for round := 0; round < 2; round++ {
		c.begin("dial 8000 hello host")
		opened, err := c.Expect(channel.TunnelOpen)
		must(t, err)
		heard, err := c.Expect(channel.TunnelData)
		must(t, err)
		closed, err := c.Expect(channel.TunnelClose)
		must(t, err)
		if string(opened.Body) != `{"port":8000}` || string(heard.Body) != "hello host" ||
			heard.Stream != opened.Stream || closed.Stream != opened.Stream {
			t.Errorf("%s %s %d %d", opened.Body, heard.Body, heard.Stream, opened.Stream)
		}
		end := channel.JSONFrame(channel.TunnelClose, channel.TunnelCloseMessage{})
		end.Stream = opened.Stream
		c.Send(channel.Frame{Kind: channel.TunnelData, Stream: opened.Stream,
			Body: []byte("hello function")}, end)
		c.expect(channel.InvocationCompleted, nil)
		if answer := c.answered(); answer != "hello function, <nil>" {
			t.Errorf("answer %q", answer)
		}
	}
	c.again()
}
