package httpserver

import (
	"io"
	"strings"
	"testing"
	"time"
)

func TestLinesOfAHead(t *testing.T) {
	dial := serve(t, echo)
	const own = 4
	head := func(lines int) string {
		return "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
			"Transfer-Encoding: chunked\r\n" +
			strings.Repeat("a:\r\n", lines-own) + "\r\n"
	}
	// A body has more lines than a head may have; it comes with its head.
	body := "1800\r\n" + strings.Repeat("\n", 0x1800) + "\r\n0\r\n\r\n"
	long := strings.Repeat("b: "+strings.Repeat("c", 100)+"\r\n", 500)
	for name, each := range map[string]struct{ request, want string }{
		"as many as may be": {head(headLinesMax) + body, "HTTP/1.1 200 "},
		"longer than what is read at once": {
			strings.Replace(head(headLinesMax-500), "a:", long+"a:", 1) + body, "HTTP/1.1 200 "},
		"one more": {head(headLinesMax+1) + body, "HTTP/1.1 431 "},
		"far more": {head(200000) + body, "HTTP/1.1 431 "},
		"no end":   {"GET /a HTTP/1.1\r\n" + strings.Repeat("a:\r\n", 2000), "HTTP/1.1 431 "},
		"short line ends": {strings.ReplaceAll(head(headLinesMax), "\r\n", "\n") + body,
			"HTTP/1.1 200 "},
	} {
		conn := dial()
		_ = conn.SetDeadline(time.Now().Add(time.Minute))
		go func() { _, _ = conn.Write([]byte(each.request)) }()
		got := make([]byte, len(each.want))
		_, err := io.ReadFull(conn, got)
		if string(got) != each.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		conn.Close()
	}
}
