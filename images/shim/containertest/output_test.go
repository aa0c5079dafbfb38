//go:build container

package containertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

func TestBothStreamsAreOneInOrder(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.act("mixed")
	var want strings.Builder
	for index := 0; index < 50; index++ {
		fmt.Fprintf(&want, "out %d\nerr %d\n", index, index)
	}
	want.WriteString("no end\n")
	if text := c.logText(); text != want.String() {
		t.Errorf("log\n%s, expected\n%s", text, want.String())
	}
}

func TestStandardFilesOpenAnew(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	if answer, _ := c.act("reopen"); answer != "reopened" {
		t.Error(answer)
	}
	if text := c.logText(); text != "through /dev/stdout\nthrough /dev/stderr\n" {
		t.Errorf("log %q", text)
	}
}

func TestLongLineIsWhole(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	c.act("long 600000")
	var whole []byte
	for index, frame := range c.Find(channel.Log) {
		record, err := frame.ParseLog()
		must(t, err)
		whole = append(whole, record.Text...)
		if continues := record.Flags&channel.LogContinues != 0; continues != (index < 2) {
			t.Errorf("record %d continues: %v", index, continues)
		}
	}
	if !bytes.Equal(whole, bytes.Repeat([]byte("x"), 600000)) {
		t.Errorf("%d bytes, expected 600000", len(whole))
	}
}

func TestFramingDescriptor(t *testing.T) {
	c := run(t, options{})
	message := initialization()
	message.LogDescriptor = true
	c.Send(channel.JSONFrame(channel.Initialize, message))
	c.expect(channel.InitCompleted, nil)
	c.act("frame")
	var record channel.LogRecord
	frame, err := c.Expect(channel.Log)
	must(t, err)
	record, err = frame.ParseLog()
	must(t, err)
	if string(record.Text) != "first\nsecond" || record.Level != 5 ||
		record.Framing != channel.FramingText || record.EpochUs != 1764000000123456 {
		t.Errorf("record %+v", record)
	}
	if answer, _ := c.act("garbage 30"); answer != "framed" {
		t.Error(answer)
	}
	var dropped int64
	for _, frame := range c.Find(channel.LogsDropped) {
		var message channel.LogsDroppedMessage
		must(t, frame.ParseJSON(&message))
		dropped += message.Bytes
	}
	t.Logf("%d bytes dropped", dropped)
	if text := c.logText(); !strings.HasSuffix(text, "first\nsecond\n") || dropped == 0 {
		t.Errorf("log of %d bytes, %d dropped", len(text), dropped)
	}
}

func TestFloodIsWholeAndMemoryFlat(t *testing.T) {
	c := run(t, options{})
	c.initialize(nil)
	before := c.shimMemory()
	c.begin("flood 200000")
	count, bytes := 0, 0
	for {
		completed := c.Find(channel.InvocationCompleted)
		for _, frame := range c.Find(channel.Log) {
			count++
			bytes += len(frame.Body) - 20
		}
		if len(completed) > 0 {
			break
		}
	}
	if count != 200000 || bytes != 200000*1023 {
		t.Errorf("%d records of %d bytes", count, bytes)
	}
	after := c.shimMemory()
	t.Logf("shim %d → %d bytes", before, after)
	if after > before+8<<20 {
		t.Errorf("the shim grew from %d to %d bytes", before, after)
	}
}

// memoryPeak is the most of the shim that was ever resident, in bytes.
func (c *container) memoryPeak() int64 {
	c.t.Helper()
	status, err := os.ReadFile("/proc/" + c.pid() + "/status")
	must(c.t, err)
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	must(c.t, err)
	return kilobytes * 1024
}

func TestTwoHundredMegabytesPassThroughAShimThatStaysSmall(t *testing.T) {
	const size = 200 << 20
	c := run(t, options{memory: "1g"})
	c.initialize(nil)
	c.act("large 6000000")
	before := c.memoryPeak()
	event, err := json.Marshal(fmt.Sprint("large ", size))
	must(t, err)
	c.Find(channel.ResponseChunk)
	c.Find(channel.ResponseEnd)
	c.Invoke(channel.InvokeMessage{RequestID: "r", InvocationID: "n", FunctionArn: "arn",
		ResponseBytesMax: size}, event)
	for received := 0; received < size; {
		chunk, err := c.Expect(channel.ResponseChunk)
		must(t, err)
		received += len(chunk.Body)
	}
	var end channel.ResponseEndMessage
	c.expect(channel.ResponseEnd, &end)
	c.expect(channel.InvocationCompleted, nil)
	after := c.memoryPeak()
	t.Logf("%d KB at most before, %d KB after", before/1024, after/1024)
	if end.Outcome != "complete" || end.Bytes != size || after > before+4<<20 {
		t.Errorf("%+v, %d → %d bytes of the shim", end, before, after)
	}
}
