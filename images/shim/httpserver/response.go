package httpserver

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// GatherMax is up to which size a piece of body is copied to travel with the head, in bytes.
const GatherMax = 8192

// Response is the answer to one request. A handler says the status, then the fields, then the body:
// all of it with `End`, or its length with `Stream` and the pieces with `Write`. What it leaves out
// is 200 and no body.
type Response struct {
	connection *connection
	isHead     bool
	oldClient  bool
	closes     bool

	state progress
	// Bytes of the body that are still to come.
	left int64
	// The client does not get what was written.
	broken bool
	// The head as long as it has not gone; what of an offer has not gone.
	out  []byte
	rest []byte
	date date
}

// progress is how far a response has come.
type progress int

const (
	nothingSaid progress = iota
	statusSaid
	lengthSaid
	headSent
)

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

// begin prepares for the answer to a request; nil: one that cannot be read.
func (w *Response) begin(c *connection, request *Request) {
	w.connection, w.state, w.left, w.out, w.rest = c, nothingSaid, 0, w.out[:0], nil
	w.isHead, w.oldClient, w.closes, w.broken = false, false, false, false
	if request != nil {
		w.isHead, w.closes = request.Method == http.MethodHead, request.closes
		w.oldClient = request.whole != nil && !request.whole.ProtoAtLeast(1, 1)
	}
}

// Begin sets the status.
func (w *Response) Begin(status int) {
	w.state = statusSaid
	out := strconv.AppendInt(append(w.out[:0], "HTTP/1.1 "...), int64(status), 10)
	w.out = append(append(append(out, ' '), http.StatusText(status)...), "\r\n"...)
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ")

// Set adds a field. A line break in the value would be the end of the head.
func (w *Response) Set(name, value string) {
	if strings.IndexByte(value, '\n') >= 0 || strings.IndexByte(value, '\r') >= 0 {
		value = lineBreaks.Replace(value)
	}
	w.out = append(append(append(append(w.out, name...), ": "...), value...), "\r\n"...)
}

// End says that this is the body.
func (w *Response) End(body []byte) error {
	w.Stream(int64(len(body)))
	_, err := w.Write(body)
	return err
}

// Stream says the body's length, in bytes.
func (w *Response) Stream(length int64) {
	if w.state == nothingSaid {
		w.Begin(http.StatusOK)
	}
	w.state, w.left = lengthSaid, length
	out := append(append(w.out, "Date: "...), w.date.now()...)
	out = strconv.AppendInt(append(out, "\r\nContent-Length: "...), length, 10)
	switch {
	case w.closes:
		out = append(out, "\r\nConnection: close"...)
	case w.oldClient:
		out = append(out, "\r\nConnection: keep-alive"...)
	}
	w.out = append(out, "\r\n\r\n"...)
}

// Write sends a piece of the body, the first one with the head.
func (w *Response) Write(piece []byte) (int, error) {
	if err := w.count(piece); err != nil {
		return 0, err
	}
	length, head := len(piece), w.head()
	if w.isHead {
		w.left, piece = 0, nil
	}
	if len(head) > 0 && len(piece) <= GatherMax {
		w.out = append(head, piece...)
		head, piece = w.out, nil
	}
	for _, bytes := range [][]byte{head, piece} {
		if len(bytes) > 0 {
			if err := w.send(bytes); err != nil {
				return 0, err
			}
		}
	}
	return length, nil
}

func (w *Response) send(bytes []byte) error {
	_, err := w.connection.conn.Write(bytes)
	w.broken = w.broken || err != nil
	return err
}

// Offer is Write as far as that need not wait for the client. False: there is a rest, for `Flush`.
func (w *Response) Offer(piece []byte) bool {
	if w.count(piece) != nil {
		return true
	}
	w.out = append(w.head(), piece...)
	written, err := w.connection.conn.TryWrite(w.out)
	if err != nil {
		w.broken = true
		return true
	}
	w.rest = w.out[written:]
	return len(w.rest) == 0
}

// Flush sends what an offer has left.
func (w *Response) Flush() error {
	return w.send(w.rest)
}

func (w *Response) count(piece []byte) error {
	if int64(len(piece)) > w.left {
		return http.ErrContentLength
	}
	w.left -= int64(len(piece))
	return nil
}

// head is what of it is still to be sent.
func (w *Response) head() []byte {
	if w.state == headSent {
		return w.out[:0]
	}
	w.state = headSent
	return w.out
}

// finish sends what the handler left out. False: the answer is not whole or has not gone, or it is
// the last one of its connection.
func (w *Response) finish() bool {
	if w.state < lengthSaid {
		w.Stream(0)
	}
	if w.state < headSent && (w.left == 0 || w.isHead) {
		if _, err := w.Write(nil); err != nil {
			return false
		}
	}
	return w.left == 0 && !w.closes && !w.broken
}
