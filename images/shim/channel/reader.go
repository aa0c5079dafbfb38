package channel

import (
	"bufio"
	"fmt"
	"io"
)

// Reader takes frames off a connection.
type Reader struct {
	from *bufio.Reader
	body []byte
}

// NewReader reads frames from the connection.
func NewReader(from io.Reader) *Reader {
	return &Reader{from: bufio.NewReaderSize(from, ChunkMax+headerBytes)}
}

// Next is the next frame. Its body is good until the next call. io.EOF: the connection ended
// between two frames; io.ErrUnexpectedEOF: within one.
func (r *Reader) Next() (Frame, error) {
	header, err := r.from.Peek(headerBytes)
	if err != nil {
		if err == io.EOF && len(header) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return Frame{}, err
	}
	frame, length, err := parseHeader(header)
	if err != nil {
		return Frame{}, &MalformedFrame{err}
	}
	if _, err := r.from.Discard(headerBytes); err != nil {
		return Frame{}, err
	}
	frame.Body, err = r.readBody(length)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return frame, err
}

func (r *Reader) readBody(length int) ([]byte, error) {
	if length <= r.from.Buffered() {
		// Already here: no copy. The bytes stay where they are until the next Peek or read.
		body, err := r.from.Peek(length)
		if err == nil {
			_, err = r.from.Discard(length)
		}
		return body, err
	}
	body := r.body
	if cap(body) < length {
		body = make([]byte, length)
		// Only configuration is longer than a chunk, once in a life: such a buffer is not kept.
		if length <= ChunkMax {
			r.body = body
		}
	}
	_, err := io.ReadFull(r.from, body[:length])
	return body[:length], err
}

// MalformedFrame is what the peer must not send. It ends the connection.
type MalformedFrame struct {
	reason error
}

// Malformed names what the peer must not have sent.
func Malformed(format string, values ...interface{}) *MalformedFrame {
	return &MalformedFrame{fmt.Errorf(format, values...)}
}

func (m *MalformedFrame) Error() string {
	return m.reason.Error()
}
