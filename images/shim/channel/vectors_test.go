package channel

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

type vectors struct {
	Protocol int             `json:"protocol"`
	Kinds    map[string]Kind `json:"kinds"`
	Frames   []vector        `json:"frames"`
	Invalid  []vector        `json:"invalid"`
}

type vector struct {
	Name   string          `json:"name"`
	Kind   string          `json:"kind"`
	Stream uint16          `json:"stream"`
	JSON   json.RawMessage `json:"json"`
	Bytes  string          `json:"bytes"`
	Credit *int            `json:"credit"`
	Log    *vectorLog      `json:"log"`
	Frame  string          `json:"frame"`
	Error  string          `json:"error"`
}

type vectorLog struct {
	SinceUs, EpochUs              uint64
	Origin, Framing, Level, Flags uint8
	Text                          string
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	text, err := os.ReadFile("../../../test/support/wire-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Every message type, for a body to be read into and written from.
var messages = map[Kind]interface{}{
	Initialize: InitializeMessage{}, Invoke: InvokeMessage{}, Reset: EndMessage{},
	Shutdown: EndMessage{},
	Welcome:  WelcomeMessage{}, Hello: HelloMessage{}, Mark: MarkMessage{},
	InitCompleted: InitCompletedMessage{},
	ProcessExited: ProcessExitedMessage{}, OutOfMemory: OutOfMemoryMessage{},
	InitError:      InitErrorMessage{},
	ExtensionError: ExtensionErrorMessage{}, ResponseHead: ResponseHeadMessage{},
	ResponseEnd: ResponseEndMessage{},
	Resend:      ResendMessage{}, InvocationCompleted: InvocationCompletedMessage{},
	Frozen: FrozenMessage{},
	Thawed: ThawedMessage{}, ResetDone: ResetDoneMessage{}, ShutdownDone: ShutdownDoneMessage{},
	Stats:       StatsMessage{},
	LogsDropped: LogsDroppedMessage{}, ProtocolError: ProtocolErrorMessage{},
	TunnelOpen:  TunnelOpenMessage{},
	TunnelClose: TunnelCloseMessage{},
}

func TestKindsAreTheVectors(t *testing.T) {
	all := readVectors(t)
	if all.Protocol != Version {
		t.Errorf("protocol %d, expected %d", all.Protocol, Version)
	}
	known := 0
	for _, name := range kindNames {
		if name != "" {
			known++
		}
	}
	if len(all.Kinds) != known {
		t.Errorf("%d kinds in the vectors, %d here", len(all.Kinds), known)
	}
	for name, kind := range all.Kinds {
		if kindNames[kind] != name {
			t.Errorf("kind 0x%02x is %q here, %q in the vectors", uint8(kind), kindNames[kind],
				name)
		}
	}
}

func TestFramesAreTheVectors(t *testing.T) {
	all := readVectors(t)
	for _, each := range all.Frames {
		t.Run(each.Name, func(t *testing.T) {
			want, err := hex.DecodeString(each.Frame)
			if err != nil {
				t.Fatal(err)
			}
			reader := NewReader(bytes.NewReader(want))
			frame, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			if frame.Kind != all.Kinds[each.Kind] || frame.Stream != each.Stream {
				t.Errorf("%s of stream %d, expected %s of stream %d", frame.Kind, frame.Stream,
					each.Kind, each.Stream)
			}
			if again := writeAgain(t, frame, each); !bytes.Equal(again, want) {
				t.Errorf("written\n%x, expected\n%x", again, want)
			}
		})
	}
}

// writeAgain takes the frame's body apart, compares it with the vector's and puts it together
// again.
func writeAgain(t *testing.T, frame Frame, each vector) []byte {
	t.Helper()
	switch {
	case each.Credit != nil:
		credit, err := frame.ParseCredit()
		if err != nil || credit != *each.Credit {
			t.Errorf("credit %d (%v), expected %d", credit, err, *each.Credit)
		}
		return AppendFrame(nil, CreditFrame(frame.Kind, frame.Stream, credit))
	case each.Log != nil:
		record, err := frame.ParseLog()
		want := LogRecord{each.Log.SinceUs, each.Log.EpochUs, each.Log.Origin, each.Log.Framing,
			each.Log.Level, each.Log.Flags, []byte(each.Log.Text)}
		if err != nil || !reflect.DeepEqual(record, want) {
			t.Errorf("record %+v (%v), expected %+v", record, err, want)
		}
		return AppendLog(nil, record)
	case each.JSON != nil:
		message := reflect.New(reflect.TypeOf(messages[frame.Kind]))
		if err := frame.ParseJSON(message.Interface()); err != nil {
			t.Fatal(err)
		}
		again := JSONFrame(frame.Kind, message.Elem().Interface())
		again.Stream = frame.Stream
		return sameJSON(t, again, frame)
	}
	return AppendFrame(nil, frame)
}

// sameJSON: a map's members are sorted when written, so it may differ from the vector in their
// order.
func sameJSON(t *testing.T, again, frame Frame) []byte {
	t.Helper()
	var left, right interface{}
	if json.Unmarshal(again.Body, &left) != nil || json.Unmarshal(frame.Body, &right) != nil {
		t.Fatal("not JSON")
	}
	if frame.Kind == Initialize && reflect.DeepEqual(left, right) {
		return AppendFrame(nil, frame)
	}
	return AppendFrame(nil, again)
}

func TestInvalidFramesAreNamed(t *testing.T) {
	for _, each := range readVectors(t).Invalid {
		t.Run(each.Name, func(t *testing.T) {
			bad, err := hex.DecodeString(each.Frame)
			if err != nil {
				t.Fatal(err)
			}
			frame, err := NewReader(bytes.NewReader(bad)).Next()
			if err == nil {
				err = parseBody(frame)
			}
			if err == nil || !strings.Contains(err.Error(), each.Error) {
				t.Errorf("error %v, expected one that says %q", err, each.Error)
			}
		})
	}
}

// parseBody reads any frame's body as its receiver does.
func parseBody(frame Frame) error {
	switch frame.Kind {
	case ResponseCredit, EventCredit, TunnelCredit:
		_, err := frame.ParseCredit()
		return err
	case Log:
		_, err := frame.ParseLog()
		return err
	}
	if message, known := messages[frame.Kind]; known {
		return frame.ParseJSON(reflect.New(reflect.TypeOf(message)).Interface())
	}
	return nil
}
