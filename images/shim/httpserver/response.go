package httpserver

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// gatherMax is up to which size a body is sent in one piece with its head, in bytes.
const gatherMax = 8192

// response is an http.ResponseWriter. A handler either says the Content-Length and may then write
// for as long as it likes, or writes little: that is kept and counted.
type response struct {
	connection *connection
	header     http.Header
	status     int
	isHead     bool
	oldClient  bool
	closes     bool

	// The length that the head said; -1 as long as it is not sent.
	left int64
	text []byte
	out  []byte
	date date
}

// date is the time of day as HTTP has it, put into words once a second.
type date struct {
	second int64
	text   []byte
}

func (d *date) now() []byte {
	now := time.Now()
	if second := now.Unix(); second != d.second || d.text == nil {
		d.second, d.text = second, now.UTC().AppendFormat(d.text[:0], http.TimeFormat)
	}
	return d.text
}

func (r *response) begin(c *connection, request *http.Request) {
	r.connection, r.status, r.left, r.text = c, 0, -1, r.text[:0]
	if r.header == nil {
		r.header = make(http.Header, 12)
	}
	for name := range r.header {
		delete(r.header, name)
	}
	r.isHead, r.oldClient, r.closes = false, false, false
	if request != nil {
		r.isHead, r.closes = request.Method == http.MethodHead, request.Close
		r.oldClient = !request.ProtoAtLeast(1, 1)
	}
}

// Header is what the answer will say.
func (r *response) Header() http.Header {
	return r.header
}

// WriteHeader sets the status. What follows decides when it is sent.
func (r *response) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write sends the bytes, or keeps them where their number was not said.
func (r *response) Write(bytes []byte) (int, error) {
	if r.left < 0 {
		said := r.header["Content-Length"]
		if said == nil {
			r.text = append(r.text, bytes...)
			return len(bytes), nil
		}
		length, err := strconv.ParseInt(said[0], 10, 64)
		if err != nil {
			return 0, err
		}
		return len(bytes), r.sendHead(length, bytes)
	}
	return len(bytes), r.send(nil, bytes)
}

// finish sends what was kept. false: the answer is not whole, so the connection cannot go on.
func (r *response) finish() bool {
	if r.left < 0 {
		length := int64(len(r.text))
		if said := r.header["Content-Length"]; said != nil {
			length, _ = strconv.ParseInt(said[0], 10, 64)
		}
		if r.sendHead(length, r.text) != nil {
			return false
		}
	}
	return r.left == 0
}

func (r *response) sendHead(length int64, body []byte) error {
	r.left = length
	if r.status == 0 {
		r.status = http.StatusOK
	}
	out := append(r.out[:0], "HTTP/1.1 "...)
	out = strconv.AppendInt(out, int64(r.status), 10)
	out = append(append(append(out, ' '), http.StatusText(r.status)...), "\r\n"...)
	for name, values := range r.header {
		if name != "Content-Length" {
			for _, value := range values {
				out = appendField(out, name, value)
			}
		}
	}
	out = append(append(out, "Date: "...), r.date.now()...)
	out = append(out, "\r\nContent-Length: "...)
	out = append(strconv.AppendInt(out, length, 10), "\r\n"...)
	switch {
	case r.closes:
		out = append(out, "Connection: close\r\n"...)
	case r.oldClient:
		out = append(out, "Connection: keep-alive\r\n"...)
	}
	r.out = append(out, "\r\n"...)
	if r.isHead {
		body, r.left = nil, 0
	}
	return r.send(r.out, body)
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ")

// appendField: a line break in a value would be the end of the header.
func appendField(out []byte, name, value string) []byte {
	if strings.ContainsAny(value, "\r\n") {
		value = lineBreaks.Replace(value)
	}
	return append(append(append(append(out, name...), ": "...), value...), "\r\n"...)
}

func (r *response) send(head, body []byte) error {
	if int64(len(body)) > r.left {
		return http.ErrContentLength
	}
	r.left -= int64(len(body))
	conn := r.connection.conn
	var err error
	switch {
	case len(head) == 0:
		_, err = conn.Write(body)
	case len(body) <= gatherMax:
		r.out = append(head, body...)
		_, err = conn.Write(r.out)
	default:
		if _, err = conn.Write(head); err == nil {
			_, err = conn.Write(body)
		}
	}
	return err
}

// ClientGone says whether the client has closed its side, without waiting and without taking what
// it sent, of which some may be here already. Meant for the end of a long wait.
func (r *response) ClientGone() bool {
	return r.connection.conn.Gone()
}

// Gone says whether the client of a response that waited is still there. Any other server's
// response watches its client itself.
func Gone(w http.ResponseWriter) bool {
	watched, ok := w.(interface{ ClientGone() bool })
	return ok && watched.ClientGone()
}
