package runtimeapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// Request line and headers may have a megabyte, with net/http's slack, their last line break
// included.
func TestHeaderLimit(t *testing.T) {
	const limit = 1<<20 + 4096
	f := newFake(t)
	for size, status := range map[int]int{limit: 200, limit + 1: 431} {
		head := "GET /ping HTTP/1.1\r\nHost: x\r\nX: "
		conn := f.raw(head + strings.Repeat("x", size-len(head)-4) + "\r\n\r\n")
		part := make([]byte, 12)
		if _, err := io.ReadFull(conn, part); err != nil ||
			string(part[9:]) != fmt.Sprint(status) {
			t.Errorf("%d bytes: %q, %v", size, part, err)
		}
	}
}

// The limit to the byte, of each kind of answer, with a length that is known ahead and with one
// that is not.
func TestAnswerLimit(t *testing.T) {
	const limit = 6291556
	for _, each := range []struct {
		kind    string
		chunked bool
	}{{"response", false}, {"response", true}, {"error", false}, {"error", true}} {
		for size, status := range map[int]int{limit: 202, limit + 1: 413, 3 * limit: 413} {
			name := fmt.Sprintf("%+v, %d bytes", each, size)
			f := newFake(t)
			f.running()
			var body io.Reader = bytes.NewReader(make([]byte, size))
			if each.chunked {
				body = io.MultiReader(body)
			}
			response, err := http.Post(f.url(answerPath(each.kind)), "x", body)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(response.Body)
			response.Body.Close()
			_, sent, end := f.outcome()
			if response.StatusCode != status || len(sent) > limit {
				t.Errorf("%s: status %d, %d sent", name, response.StatusCode, len(sent))
			}
			want := `{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).",` +
				`"errorType":"RequestEntityTooLarge"}` + "\n"
			if status == 413 && (string(text) != want || end.Outcome != "tooLarge") {
				t.Errorf("%s: %s %+v", name, text, end)
			}
			if status == 202 && (end.Outcome != "complete" || len(sent) != size) {
				t.Errorf("%s: %d sent, %+v", name, len(sent), end)
			}
			f.poll()
		}
	}
}

// What of an init error is beyond its limit is cut off, as its end shows.
func TestInitErrorLimit(t *testing.T) {
	const limit = 700000
	for size, kept := range map[int]int{limit: limit, limit + 1: limit, 2 * limit: limit} {
		f := newFake(t)
		body := `"` + strings.Repeat("x", size-2) + `"`
		got := f.request("POST", prefix+"/runtime/init/error", body)
		message := <-f.inits
		if got.Status != 202 || string(message.Body) != body[:kept] {
			t.Errorf("%d bytes: %+v, %d kept", size, got, len(message.Body))
		}
		if isJSON := message.ContentType == "application/json"; isJSON != (size == kept) {
			t.Errorf("%d bytes: %s", size, message.ContentType)
		}
	}
}

// deaf is a host that takes no answer any more.
type deaf struct{ *fake }

func (deaf) SendBytes([]byte) error { return errors.New("gone") }

func TestHostThatIsGone(t *testing.T) {
	want, _ := json.Marshal(problem{"Internal Server Error", "InternalServerError", nil})
	for _, kind := range []string{"response", "error"} {
		for _, length := range []int{0, 1, channel.ChunkMax + 1, 3 * channel.ResponseWindow} {
			f := newFakeOf(t, func(f *fake) Sender { return deaf{f} })
			f.running()
			got := f.request("POST", answerPath(kind), strings.Repeat("x", length))
			if got.Status != 500 || got.Body != string(want)+"\n" {
				t.Errorf("%s of %d bytes: %+v", kind, length, got)
			}
			// Whatever comes of it is the host's: the runtime asks on.
			f.poll()
		}
	}
}
