package httpserver

import (
	"bytes"
	"errors"
	"io"
	"math"
)

const (
	// Request line and headers, in bytes (contract §1.10); some slack, as net/http has it.
	headBytesMax = 1<<20 + 4096
	// A head's lines: net/http takes two hundred bytes and more to keep one of five.
	headLinesMax = 1000
	// How much of a head is read at once where its beginning had no end: by so much it may have
	// too many lines.
	headPieceBytes = 1024
)

var errHeadTooLong = errors.New("a head that is too long")

// limits bound what is read for the head of a request.
type limits struct {
	from io.Reader
	// What is left of the head: in bytes and, once they are counted, in lines.
	bytes, lines int64
	counts       bool
}

func (l *limits) beginHead() {
	l.bytes, l.lines, l.counts = headBytesMax, headLinesMax, false
}

// beginBody: a body has no limit of its own, its reader decides.
func (l *limits) beginBody() {
	l.bytes, l.lines, l.counts = math.MaxInt64, headLinesMax, false
}

// countLines counts those that have come, and from here on those that come: what is read from here
// on is the head's but for its last piece.
func (l *limits) countLines(here []byte) {
	l.counts = true
	for l.lines >= 0 {
		end := bytes.IndexByte(here, '\n')
		if end < 0 || end == 0 || end == 1 && here[0] == '\r' {
			return
		}
		l.lines--
		here = here[end+1:]
	}
}

func (l *limits) exhausted() bool {
	return l.bytes <= 0 || l.lines < 0
}

func (l *limits) Read(into []byte) (int, error) {
	if l.exhausted() {
		return 0, io.EOF
	}
	if l.counts && len(into) > headPieceBytes {
		into = into[:headPieceBytes]
	}
	if int64(len(into)) > l.bytes {
		into = into[:l.bytes]
	}
	read, err := l.from.Read(into)
	l.bytes -= int64(read)
	if l.counts {
		l.lines -= int64(bytes.Count(into[:read], []byte{'\n'}))
	}
	return read, err
}
