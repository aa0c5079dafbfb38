package httpserver

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// holding serves with a handler that lets the test answer `/held`; others are answered at once.
func holding(t *testing.T) (held chan *Held, dial func() net.Conn) {
	t.Helper()
	held = make(chan *Held, 10)
	dial = serve(t, func(w *Response, request *Request) {
		if request.Path == "/held" {
			held <- w.Hold()
			return
		}
		_ = w.End([]byte("at once"))
	})
	return held, dial
}

const askHeld = "GET /held HTTP/1.1\r\nHost: x\r\n\r\n"

func ask(t *testing.T, dial func() net.Conn, text string) *bufio.Reader {
	t.Helper()
	conn := dial()
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return bufio.NewReader(conn)
}

func readAnswer(t *testing.T, from *bufio.Reader) string {
	t.Helper()
	response, err := http.ReadResponse(from, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func give(t *testing.T, held *Held, body string) {
	t.Helper()
	w := held.Take()
	if w == nil {
		t.Fatal("its client is gone")
	}
	w.Stream(int64(len(body)))
	held.End([]byte(body))
}

func TestHeldAnswersAndWhatIsAskedMeanwhile(t *testing.T) {
	held, dial := holding(t)
	from := ask(t, dial, askHeld+"GET /other HTTP/1.1\r\nHost: x\r\n\r\n"+askHeld)
	for _, body := range []string{"first", "second"} {
		give(t, <-held, body)
		if got := readAnswer(t, from); got != body {
			t.Errorf("%q, expected %q", got, body)
		}
		if body == "first" {
			if got := readAnswer(t, from); got != "at once" {
				t.Errorf("%q", got)
			}
		}
	}
}

// A mistake is told after what was asked before it.
func TestNonsenseDuringAHeldAnswer(t *testing.T) {
	for _, nonsense := range []string{"nonsense\r\n\r\n", "GET no/target HTTP/1.1\r\n\r\n"} {
		held, dial := holding(t)
		from := ask(t, dial, askHeld+nonsense)
		give(t, <-held, "body")
		if got := readAnswer(t, from); got != "body" {
			t.Errorf("%q", got)
		}
		if all, err := io.ReadAll(from); err != nil ||
			!strings.HasPrefix(string(all), "HTTP/1.1 400 Bad Request\r\n") {
			t.Errorf("%q, %v", all, err)
		}
	}
}

func TestHeldAnswerThatIsTheLast(t *testing.T) {
	for name, text := range map[string]string{
		"by its own word": "GET /held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"with more behind it": "GET /held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" +
			askHeld,
		"of an old client": "GET /held HTTP/1.0\r\n\r\n",
		"before a body that nobody asked for": "POST /held HTTP/1.1\r\nHost: x\r\n" +
			"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
	} {
		held, dial := holding(t)
		from := ask(t, dial, text)
		give(t, <-held, "body")
		all, err := io.ReadAll(from)
		if err != nil || !strings.HasSuffix(string(all), "\r\n\r\nbody") {
			t.Errorf("%s: %q, %v", name, all, err)
		}
		if len(held) > 0 {
			t.Errorf("%s: what came behind it was handled", name)
		}
	}
}

// More than the sockets between hold goes out from a goroutine, for a client that takes its time.
func TestLongHeldAnswer(t *testing.T) {
	held, dial := holding(t)
	from := ask(t, dial, askHeld)
	body := strings.Repeat("0123456789", 3<<20)
	give(t, <-held, body)
	if got := readAnswer(t, from); got != body {
		t.Errorf("%d bytes, expected %d", len(got), len(body))
	}
}

func TestHeldAnswerThatIsNotWhole(t *testing.T) {
	held, dial := holding(t)
	from := ask(t, dial, askHeld)
	each := <-held
	each.Take().Stream(10)
	each.End([]byte("half"))
	if all, err := io.ReadAll(from); err != nil || !strings.HasSuffix(string(all), "half") {
		t.Errorf("%q, %v", all, err)
	}
}

func TestHeldAnswersThatAreDropped(t *testing.T) {
	held, dial := holding(t)
	from := ask(t, dial, askHeld)
	(<-held).Drop()
	if all, err := io.ReadAll(from); err == nil && len(all) > 0 {
		t.Errorf("%q, %v", all, err)
	}
}

// A client that has gone is found out, whatever else it had sent.
func TestHeldAnswersOfClientsThatWentAway(t *testing.T) {
	for name, more := range map[string]string{
		"nothing else": "", "half a request": "GET /", "another": askHeld, "nonsense": "\r\n\r\n",
	} {
		held, dial := holding(t)
		conn := dial()
		_, _ = conn.Write([]byte(askHeld + more))
		each := <-held
		conn.Close()
		if each.Take() != nil {
			t.Errorf("%s: answered to nobody", name)
		}
		if !each.IsLost() {
			t.Errorf("%s: somebody waits", name)
		}
	}
}
