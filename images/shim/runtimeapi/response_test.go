package runtimeapi

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

// outcome collects what the host got of one answer.
func (f *fake) outcome() (head channel.ResponseHeadMessage, body []byte,
	end channel.ResponseEndMessage) {
	f.t.Helper()
	f.await(channel.ResponseHead, &head)
	for {
		frame := <-f.frames
		switch frame.Kind {
		case channel.ResponseChunk:
			body = append(body, frame.Body...)
		case channel.ResponseEnd:
			if err := frame.ParseJSON(&end); err != nil {
				f.t.Fatal(err)
			}
			return head, body, end
		}
	}
}

func TestResponse(t *testing.T) {
	f := newFake(t)
	f.running()
	got := f.request("POST", answerPath("response"), `"hi"`, "Content-Type", "text/x")
	if got.Status != 202 || got.Body != "{\"status\":\"OK\"}\n" ||
		got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%+v", got)
	}
	head, body, end := f.outcome()
	if head.RequestID != id || head.Kind != "response" || head.ContentType != "text/x" ||
		head.Mode != "buffered" || head.ErrorType != "" {
		t.Errorf("head %+v", head)
	}
	if string(body) != `"hi"` || end.Outcome != "complete" || end.Bytes != 4 {
		t.Errorf("body %q, end %+v", body, end)
	}
}

func TestStreamingChunkByChunk(t *testing.T) {
	f := newFake(t)
	f.running()
	reader, writer := io.Pipe()
	request, _ := http.NewRequest("POST", f.url(answerPath("response")), reader)
	request.Header.Set("Lambda-Runtime-Function-Response-Mode", "streaming")
	request.Header.Set("Content-Type", "application/octet-stream")
	request.Trailer = http.Header{
		"Lambda-Runtime-Function-Error-Type": nil, "Lambda-Runtime-Function-Error-Body": nil,
	}
	answered := make(chan int, 1)
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			answered <- response.StatusCode
			response.Body.Close()
		}
	}()
	for _, part := range []string{"first", "second", "third"} {
		if _, err := writer.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		// It is here before the next is written.
		if frame := f.await(channel.ResponseChunk, nil); string(frame.Body) != part {
			t.Errorf("chunk %q, expected %q", frame.Body, part)
		}
	}
	request.Trailer.Set("Lambda-Runtime-Function-Error-Type", "Function.Boom")
	request.Trailer.Set("Lambda-Runtime-Function-Error-Body", "e30=")
	writer.Close()
	var end channel.ResponseEndMessage
	f.await(channel.ResponseEnd, &end)
	if end.Outcome != "complete" || end.ErrorType != "Function.Boom" || end.ErrorBody != "e30=" ||
		end.Bytes != 16 {
		t.Errorf("end %+v", end)
	}
	if status := <-answered; status != 202 {
		t.Errorf("status %d", status)
	}
}

func TestErrorBodyOfATrailer(t *testing.T) {
	for trailer, want := range map[string]string{
		"": "", "e30=": "e30=",
		// Bits that nobody needs are lost: the host takes what reads back alike.
		"e31=":                              "e30=",
		"{}":                                "",
		"e30":                               "",
		strings.Repeat("A", errorBodyMax+4): "",
	} {
		if got := errorBody(trailer); got != want {
			t.Errorf("%.20q: %.20q, expected %q", trailer, got, want)
		}
	}
}

func TestResponseWithoutCreditWaits(t *testing.T) {
	credit := channel.NewCredit(channel.ResponseWindow)
	stop := make(chan struct{})
	taken := 0
	for room := 1; taken < channel.ResponseWindow; taken += room {
		room = credit.Wait(channel.ChunkMax, stop)
		credit.Take(room)
	}
	close(stop)
	if room := credit.Wait(channel.ChunkMax, stop); room != 0 || taken != channel.ResponseWindow {
		t.Errorf("%d bytes beyond %d", room, taken)
	}
}

func TestTruncatedResponse(t *testing.T) {
	for _, text := range []string{
		"Content-Length: 100000\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
	} {
		f := newFake(t)
		f.running()
		conn := f.raw("POST " + answerPath("response") + " HTTP/1.1\r\nHost: x\r\n" + text)
		conn.Close()
		if _, _, end := f.outcome(); end.Outcome != "truncated" {
			t.Errorf("end %+v", end)
		}
		// The runtime goes on.
		poll := f.poll()
		f.invoke("1")
		if got := <-poll; got.Body != "1" {
			t.Errorf("%+v", got)
		}
	}
}

func TestInvalidResponseMode(t *testing.T) {
	f := newFake(t)
	f.running()
	got := f.request("POST", answerPath("response"), "x", "Lambda-Runtime-Function-Response-Mode",
		"Streaming")
	want := `{"errorMessage":"Invalid function response mode",` +
		`"errorType":"InvalidFunctionResponseMode"}` + "\n"
	if got.Status != 400 || got.Body != want {
		t.Errorf("%+v", got)
	}
	if _, body, end := f.outcome(); end.Outcome != "invalidMode" || len(body) != 0 {
		t.Errorf("%q %+v", body, end)
	}
	f.poll()
}

func TestRequestIDs(t *testing.T) {
	f := newFake(t)
	f.running()
	if got := f.request("POST", prefix+"/runtime/invocation/other/response",
		"1"); got.Body != badID {
		t.Errorf("another id: %+v", got)
	}
	got := f.request("POST", answerPath("response"), "1", "Lambda-Runtime-Invocation-Id", "n0")
	late := `{"errorMessage":"Invoke timeout","errorType":"InvokeTimeout"}` + "\n"
	if got.Status != 410 || got.Body != late {
		t.Errorf("another attempt: %+v", got)
	}
	got = f.request("POST", answerPath("response"), "1", "Lambda-Runtime-Invocation-Id", "n1")
	if got.Status != 202 {
		t.Errorf("the right attempt: %+v", got)
	}
	if got := f.request("POST", answerPath("error"), "1"); got.Status != 400 || got.Body != badID {
		t.Errorf("a second answer: %+v", got)
	}
}

func TestErrors(t *testing.T) {
	for _, each := range []struct {
		header, want string
	}{
		{"Runtime.Foo", "Runtime.Foo"}, {"x Function.Bar y", "x Function.Bar y"},
		{"", "Runtime.Unknown"},
		{"Function.9", "Function.Unknown"}, {"Error", "Runtime.Unknown"},
	} {
		f := newFake(t)
		f.running()
		f.request("POST", answerPath("error"), "body<", "Lambda-Runtime-Function-Error-Type",
			each.header)
		head, body, _ := f.outcome()
		if head.Kind != "error" || head.ErrorType != each.want || string(body) != "body<" {
			t.Errorf("%q: %+v %s", each.header, head, body)
		}
	}
}

func TestErrorWithCause(t *testing.T) {
	kept := `{"errorMessage":"m","errorType":"t","stackTrace":["s"]`
	for sent, want := range map[string]string{
		kept + `,"errorCause":{"x":1}}`: kept + "}", "broken": `"Invalid error body"`,
	} {
		f := newFake(t)
		f.running()
		f.request("POST", answerPath("error"), sent, "Content-Type", errorCauseType)
		head, body, _ := f.outcome()
		isJSON := head.ContentType == "application/json"
		if string(body) != want || strings.HasPrefix(want, "{") != isJSON {
			t.Errorf("%s: %+v", body, head)
		}
	}
}

// However much a response that streams may have, this is kept in memory.
func TestErrorWithALongCause(t *testing.T) {
	const frame = `{"errorMessage":"m","errorType":"t","errorCause":""}`
	for length, want := range map[int]string{
		errorCauseBytesMax:     `{"errorMessage":"m","errorType":"t"}`,
		errorCauseBytesMax + 1: `"Invalid error body"`,
	} {
		f := newFake(t)
		f.running()
		f.Runtime.mutex.Lock()
		f.current.ResponseBytesMax = 200 << 20
		f.Runtime.mutex.Unlock()
		f.request("POST", answerPath("error"),
			strings.Replace(frame, `""`, `"`+strings.Repeat("x", length-len(frame))+`"`, 1),
			"Content-Type", errorCauseType)
		if _, body, _ := f.outcome(); string(body) != want {
			t.Errorf("%d bytes: %s", length, body)
		}
	}
}

func TestInitError(t *testing.T) {
	for body, contentType := range map[string]string{
		`{"errorType":"x"}`: "application/json", "no": "application/octet-stream",
	} {
		f := newFake(t)
		f.request("POST", prefix+"/runtime/init/error", body, "Lambda-Runtime-Function-Error-Type",
			"Runtime.Xyz")
		got := <-f.inits
		if got.ContentType != contentType || string(got.Body) != body ||
			got.ErrorType != "Runtime.Xyz" {
			t.Errorf("%+v", got)
		}
	}
}

func TestRuntimeRelease(t *testing.T) {
	long := strings.Repeat("f", 100)
	for _, each := range []struct{ agent, features, want string }{
		{"aws-lambda-x/1 more", "", "aws-lambda-x/1"}, {"", "a", "Unknown (a)"}, {"", "", ""},
		{"x", "a (b) c", "x (a b c)"}, {"x", long + " " + long + " b", "x (" + long + " b)"},
		{strings.Repeat("u", 300), "", strings.Repeat("u", 128)},
	} {
		if got := runtimeRelease(each.agent, each.features); got != each.want {
			t.Errorf("%q, expected %q", got, each.want)
		}
	}
}
