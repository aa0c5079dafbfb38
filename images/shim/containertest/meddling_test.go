//go:build container

package containertest

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// A second process hears what the state allows, and the event goes its way.
func TestSecondProcessAtTheRuntimeAPI(t *testing.T) {
	c := run(t, options{})
	c.initialize(map[string]string{"AT_INIT": "poll"})
	if answer, _ := c.act("meddle"); answer != "400 400 403 200 405 404" {
		t.Errorf("while the runtime works: %s", answer)
	}
	// The id of the event that is about to be sent.
	id := fmt.Sprintf("00000000-0000-4000-8000-%012d", requests+1)
	c.act("answerThenMeddle " + id)
	// Its `next` completes the event, so what it heard is told behind that.
	heard, err := c.Expect(channel.Log)
	must(t, err)
	record, err := heard.ParseLog()
	must(t, err)
	if string(record.Text) != "heard 400 400 403 waits 405 404" {
		t.Errorf("behind the answer: %s", record.Text)
	}
	if answer, _ := c.act("say next"); answer != "next" {
		t.Errorf("the next event answered %q", answer)
	}
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
	if dropped < 1<<30-1<<26 || frames != 4 || after > before+8<<20 {
		t.Error("the gigabyte is not all dropped, a frame is lost, or the shim grew")
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
		var answer string
		for _, chunk := range c.Find(channel.ResponseChunk) {
			answer += string(chunk.Body)
		}
		if answer != "hello function, <nil>" {
			t.Errorf("answer %q", answer)
		}
	}
	c.again()
}
