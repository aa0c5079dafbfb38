package httpserver

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

var plainSeeds = []string{
	"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: 127.0.0.1:9001\r\n" +
		"User-Agent: aws-lambda-nodejs/v24-4.0.0\r\nConnection: keep-alive\r\n\r\n",
	"POST /2018-06-01/runtime/invocation/0f0f0f0f-1111-4222-8333-444444444444/response " +
		"HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nCONTENT-LENGTH: 4\r\n\r\nbody",
	"POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\nshort",
}

func read(t *testing.T, text string) (plain *Request, body []byte, err error) {
	t.Helper()
	var p plainRequests
	if plain = p.read(bufio.NewReaderSize(strings.NewReader(text), readerBytes)); plain == nil {
		return nil, nil, nil
	}
	body, err = io.ReadAll(plain.Body)
	return plain, body, err
}

func TestPlainRequestsAreUnderstood(t *testing.T) {
	for _, seed := range plainSeeds {
		if plain, _, _ := read(t, seed); plain == nil {
			t.Errorf("not understood: %q", seed)
		}
	}
}

func TestUnusualRequestsAreLeftToNetHTTP(t *testing.T) {
	const head = "POST /a HTTP/1.1\r\nHost: x\r\n"
	for _, text := range []string{
		"", "\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n", "GET / HTTP/1.1\r\n\r\n",
		"PUT / HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET / HTTP/1.0\r\nHost: x\r\n\r\n", "GET /a%20b HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET //a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n",
		head + "Host: y\r\n\r\n", head + "Transfer-Encoding: chunked\r\n\r\n",
		head + "Expect: 100-continue\r\n\r\n",
		head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
		head + "Content-Length: +1\r\n\r\n", head + "Content-Length: 01\r\n\r\n",
		head + "Content-Length: 99999999999999999999\r\n\r\n", head + "A: b\r\n folded\r\n\r\n",
		head + "Connection: upgrade\r\n\r\n", head + "A : b\r\n\r\n", head + "A: \x00\r\n\r\n",
		head + "A: \u00e9\r\n\r\n", head + ": b\r\n\r\n", head + "A: b\nC: d\r\n\r\n",
	} {
		if plain, _, _ := read(t, text); plain != nil {
			t.Errorf("taken: %q", text)
		}
	}
}

func TestPlainRequestsComeOneAfterTheOther(t *testing.T) {
	var p plainRequests
	reader := bufio.NewReaderSize(strings.NewReader(strings.Join(plainSeeds, "")), readerBytes)
	for index, body := range []string{"", "body", "short"} {
		request := p.read(reader)
		if request == nil {
			t.Fatalf("request %d is not understood", index)
		}
		got, err := io.ReadAll(request.Body)
		if string(got) != body || (err == io.ErrUnexpectedEOF) != (index == 2) {
			t.Errorf("request %d: %q, %v", index, got, err)
		}
	}
}

// What is understood is understood as net/http does.
func FuzzPlainRequests(f *testing.F) {
	for _, seed := range plainSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		plain, body, err := read(t, string(input))
		if plain == nil {
			return
		}
		want, failed := http.ReadRequest(bufio.NewReader(bytes.NewReader(input)))
		if failed != nil {
			t.Fatalf("%q: net/http says %v", input, failed)
		}
		wantBody, wantErr := io.ReadAll(want.Body)
		want.Header.Set("Host", want.Host)
		for name, values := range want.Header {
			if len(values) != 1 || plain.Field(name) != values[0] {
				t.Errorf("%q: %s is %q, expected %q", input, name, plain.Field(name), values)
			}
		}
		if plain.Method != want.Method || plain.closes != want.Close ||
			plain.Path != want.RequestURI || plain.Path != want.URL.Path ||
			plain.ContentLength != want.ContentLength || want.Proto != "HTTP/1.1" ||
			len(plain.fields) != len(want.Header) {
			t.Errorf("%q: %+v, expected %+v", input, plain, want)
		}
		if !bytes.Equal(body, wantBody) || (err == nil) != (wantErr == nil) {
			t.Errorf("%q: %q %v, expected %q %v", input, body, err, wantBody, wantErr)
		}
	})
}

func TestNamesOfFieldsAreCanonical(t *testing.T) {
	for _, name := range strings.Fields("Content-Type content-type X1-2a x1-2A A--b -a aB") {
		plain, _, _ := read(t, "GET / HTTP/1.1\r\nHost: x\r\n"+name+": v\r\n\r\n")
		if plain == nil || plain.Field(name) != "v" {
			t.Errorf("%s: %+v", name, plain)
		}
	}
}
