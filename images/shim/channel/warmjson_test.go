package channel

import (
	"bytes"
	"encoding/json"
	"testing"
)

// asReflected is what encoding/json makes of a message.
func asReflected(t *testing.T, message interface{}) []byte {
	t.Helper()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(message); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
}

func FuzzMessagesThatWriteThemselves(f *testing.F) {
	f.Add("plain", int64(1))
	f.Add("<\"\\\n\x00ü\xff\u2028", int64(-1))
	f.Fuzz(func(t *testing.T, text string, number int64) {
		for _, message := range []writesItself{
			MarkMessage{text, number},
			ResponseHeadMessage{text, text, text, text, text, number},
			ResponseEndMessage{text, number, text, text, number},
			InvocationCompletedMessage{text, number, 2, 3, number, 5, 6, int(number)},
			FrozenMessage{int(number), number},
		} {
			got, want := message.appendJSON(nil), asReflected(t, message)
			if !bytes.Equal(got, want) {
				t.Errorf("%T: %s, expected %s", message, got, want)
			}
		}
	})
}

func FuzzInvokeBodies(f *testing.F) {
	for _, each := range readVectors(f).Frames {
		if each.Kind == "invoke" {
			f.Add([]byte(each.JSON))
			var compact bytes.Buffer
			_ = json.Compact(&compact, each.JSON)
			f.Add(compact.Bytes())
		}
	}
	for _, seed := range []string{
		"{}", `{"requestId":"a"}`, `{"requestId":"a","requestId":"b"}`, `{"eventBytes":01}`,
		`{"eventBytes":1.5}`,
		`{"remainingMs":1.}`, `{"remainingMs":.5}`, `{"REQUESTID":"a"}`, `{"a":{"b":1}}`,
		`{"requestId":null}`,
		`{"requestId":"a",}`, `{"requestId":"a"} `, `[]`, "{\"requestId\":\"\\u0041\"}",
		`{"remainingMs":1e3}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		quick, ok := parseInvoke(body)
		if !ok {
			return
		}
		var want InvokeMessage
		if err := json.Unmarshal(body, &want); err != nil || quick != want {
			t.Errorf("%s: read as %+v, expected %+v, %v", body, quick, want, err)
		}
	})
}
