package supervisor

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// split feeds the bytes in pieces and writes the records as text, `+` before one that goes on.
func split(by splitter, input []byte, piece int) []string {
	var found []string
	emit := func(record channel.LogRecord) {
		text := string(record.Text)
		if len(text) > 100 {
			text = fmt.Sprintf("%d×%c", len(text), text[0])
		}
		if record.Flags&channel.LogContinues != 0 {
			text = "+" + text
		}
		if record.Framing != channel.FramingLine {
			text = fmt.Sprintf("%d/%d/%d %s", record.Framing, record.Level, record.EpochUs, text)
		}
		found = append(found, text)
	}
	for len(input) > 0 {
		if piece > len(input) {
			piece = len(input)
		}
		by.feed(input[:piece], emit)
		input = input[piece:]
	}
	by.flush(emit)
	return found
}

func TestLines(t *testing.T) {
	limit := channel.LogTextMax
	for name, each := range map[string]struct {
		input string
		want  []string
	}{
		"plain":            {"a\nb\n", []string{"a", "b"}},
		"no end":           {"a\nb", []string{"a", "b"}},
		"empty lines":      {"\n\na\n\n", []string{"a"}},
		"carriage returns": {"a\rb\r\nc", []string{"a\rb\r", "c"}},
		"exactly a record": {strings.Repeat("x", limit) + "\n", []string{"262144×x"}},
		"one byte more":    {strings.Repeat("x", limit+1) + "\n", []string{"+262144×x", "x"}},
		"two records and more": {strings.Repeat("x", 2*limit+200) + "\ny",
			[]string{"+262144×x", "+262144×x", "200×x", "y"}},
	} {
		for _, piece := range []int{1, 7, 65536, 1 << 20} {
			got := split(&lines{}, []byte(each.input), piece)
			if strings.Join(got, "|") != strings.Join(each.want, "|") {
				t.Errorf("%s in pieces of %d: %q, expected %q", name, piece, got, each.want)
			}
		}
	}
}

func logFrame(word uint32, timed bool, text string) []byte {
	head := make([]byte, 16)
	binary.BigEndian.PutUint32(head, word)
	binary.BigEndian.PutUint32(head[4:], uint32(len(text)))
	binary.BigEndian.PutUint64(head[8:], 77)
	if !timed {
		head = head[:8]
	}
	return append(head, text...)
}

func TestLogFrames(t *testing.T) {
	limit := channel.LogTextMax
	good := logFrame(0xa55a0003|0x14, true, "a\nb\n")
	long := logFrame(0xa55a0002, true, strings.Repeat("x", limit+500))
	for name, each := range map[string]struct {
		input   []byte
		want    []string
		garbage int64
	}{
		"text":     {good, []string{"1/5/77 a\nb"}, 0},
		"JSON":     {logFrame(0xa55a0002|0x18, true, "{}"), []string{"2/6/77 {}"}, 0},
		"no level": {logFrame(0xa55a0003, true, "x"), []string{"1/0/77 x"}, 0},
		"no time":  {logFrame(0xa55a0001|0x08, false, "old"), []string{"1/2/0 old"}, 0},
		"empty":    {logFrame(0xa55a0003, true, ""), []string{"1/0/77 "}, 0},
		"garbage ahead": {append([]byte("\xa5\xa5\xa5junk"), good...),
			[]string{"1/5/77 a\nb"}, 7},
		"unknown level": {append(logFrame(0xa55a001f, true, ""), good...),
			[]string{"1/5/77 a\nb"}, 16},
		"long": {append(long, good...),
			[]string{"2/0/77 +262144×x", "2/0/77 500×x", "1/5/77 a\nb"}, 0},
		"lying length": {logFrame(0xa55a0003, true, "x")[:16], nil, 0},
	} {
		for _, piece := range []int{1, 5, 65536, 1 << 20} {
			by := &logFrames{}
			got := split(by, each.input, piece)
			if strings.Join(got, "|") != strings.Join(each.want, "|") {
				t.Errorf("%s in pieces of %d: %q, expected %q", name, piece, got, each.want)
			}
			if _, dropped, _ := by.dropped(); dropped != each.garbage {
				t.Errorf("%s: %d bytes dropped, expected %d", name, dropped, each.garbage)
			}
		}
	}
}

func FuzzLogFrames(f *testing.F) {
	f.Add(logFrame(0xa55a0003, true, "text"), 3)
	f.Add(append([]byte("\xa5\x5a\x00junk"), logFrame(0xa55a0002, true, "{}")...), 1)
	f.Add(logFrame(0xa55a0001, false, "old"), 100)
	f.Fuzz(func(t *testing.T, input []byte, piece int) {
		if piece < 1 {
			piece = 1
		}
		whole, pieces := &logFrames{}, &logFrames{}
		left, right := split(whole, input, len(input)+1), split(pieces, input, piece)
		if strings.Join(left, "|") != strings.Join(right, "|") || whole.garbage != pieces.garbage {
			t.Errorf("as a whole %q, in pieces of %d %q", left, piece, right)
		}
		// Every byte is text, a head, dropped, or waits for more.
		if int(whole.garbage)+len(whole.pending)+whole.headLen > len(input) {
			t.Errorf("more came out than in: %d of %d", whole.garbage, len(input))
		}
	})
}

func TestLogPumpDrainsInOrder(t *testing.T) {
	var out bytes.Buffer
	pump, err := NewLogPump(StandardOutput, LogChannel{
		SendBytes: func(frames []byte) error { out.Write(frames); return nil },
		Send:      func(frame channel.Frame) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	for index := 0; index < 1000; index++ {
		if _, err := writeTo(pump, fmt.Sprintf("line %d\n", index)); err != nil {
			t.Fatal(err)
		}
		if index == 500 {
			pump.Drain()
		}
	}
	_, _ = writeTo(pump, "no end")
	pump.Finish(1e9)
	reader := channel.NewReader(&out)
	for index := 0; index <= 1000; index++ {
		want := fmt.Sprintf("line %d", index)
		if index == 1000 {
			want = "no end"
		}
		frame, err := reader.Next()
		if err != nil {
			t.Fatal(err)
		}
		if record, err := frame.ParseLog(); err != nil || string(record.Text) != want {
			t.Fatalf("record %q (%v), expected %q", record.Text, err, want)
		}
	}
}
