package supervisor

import (
	"bytes"

	"lambox.dev/shim/channel"
)

// splitter makes records of what a descriptor brings.
type splitter interface {
	// feed takes bytes; records refer to them or to the splitter's own buffer and are good until it
	// returns.
	feed(bytes []byte, emit func(record channel.LogRecord))
	// flush makes a record of what is not finished, where that can be said without a guess.
	flush(emit func(record channel.LogRecord))
	// dropped is what had to be left out since the last call.
	dropped() (records, bytes int64, reason string)
}

// lines is stdout and stderr: one record per line, none for an empty one (recorded corrections,
// 15). A line longer than a record goes on in the next.
type lines struct {
	origin  uint8
	pending []byte
}

func (l *lines) feed(chunk []byte, emit func(channel.LogRecord)) {
	for len(chunk) > 0 {
		end := bytes.IndexByte(chunk, '\n')
		if end < 0 {
			l.keep(chunk, emit)
			return
		}
		l.finish(chunk[:end], emit)
		chunk = chunk[end+1:]
	}
}

// keep holds the beginning of a line; a full record leaves at once.
func (l *lines) keep(part []byte, emit func(channel.LogRecord)) {
	for len(l.pending)+len(part) > channel.LogTextMax {
		room := channel.LogTextMax - len(l.pending)
		l.pending = append(l.pending, part[:room]...)
		part = part[room:]
		emit(channel.LogRecord{Origin: l.origin, Flags: channel.LogContinues, Text: l.pending})
		l.pending = l.pending[:0]
	}
	l.pending = append(l.pending, part...)
}

func (l *lines) finish(rest []byte, emit func(channel.LogRecord)) {
	if len(l.pending) == 0 && len(rest) <= channel.LogTextMax {
		if len(rest) > 0 {
			emit(channel.LogRecord{Origin: l.origin, Text: rest})
		}
		return
	}
	l.keep(rest, emit)
	l.flush(emit)
}

func (l *lines) flush(emit func(channel.LogRecord)) {
	if len(l.pending) > 0 {
		emit(channel.LogRecord{Origin: l.origin, Text: l.pending})
	}
	l.pending = l.pending[:0]
	if cap(l.pending) > channel.ChunkMax {
		l.pending = nil
	}
}

func (l *lines) dropped() (records, bytes int64, reason string) {
	return 0, 0, ""
}
