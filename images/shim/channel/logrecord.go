package channel

import (
	"encoding/binary"
	"fmt"
)

// LogTextMax is the longest text of one log record, in bytes; a longer line goes on in the next.
const LogTextMax = 262144

const logHeadBytes = 20

// Who wrote a log record.
const (
	OriginFunction  = 0
	OriginExtension = 1
)

// How a log record was delimited.
const (
	FramingLine = 0
	FramingText = 1
	FramingJSON = 2
)

// LogContinues is the flag of a record that goes on in the next.
const LogContinues = 1

// LogRecord is the body of `log`. Times in microseconds: since the hello, and since the epoch where
// the writer gave one.
type LogRecord struct {
	SinceUs uint64
	EpochUs uint64
	Origin  uint8
	Framing uint8
	Level   uint8
	Flags   uint8
	Text    []byte
}

// AppendLog appends a whole log frame.
func AppendLog(to []byte, record LogRecord) []byte {
	to = appendHeader(to, Log, 0, logHeadBytes+len(record.Text))
	var head [logHeadBytes]byte
	binary.BigEndian.PutUint64(head[0:], record.SinceUs)
	binary.BigEndian.PutUint64(head[8:], record.EpochUs)
	head[16], head[17], head[18], head[19] = record.Origin, record.Framing, record.Level,
		record.Flags
	to = append(to, head[:]...)
	return append(to, record.Text...)
}

// ParseLog reads the body of a log frame.
func (f Frame) ParseLog() (LogRecord, error) {
	if len(f.Body) < logHeadBytes {
		return LogRecord{}, fmt.Errorf("log of %d bytes, expected at least %d", len(f.Body),
			logHeadBytes)
	}
	if f.Body[17] > FramingJSON || f.Body[16] > OriginExtension {
		return LogRecord{}, fmt.Errorf("log of origin %d and framing %d", f.Body[16], f.Body[17])
	}
	return LogRecord{
		SinceUs: binary.BigEndian.Uint64(f.Body[0:]), EpochUs: binary.BigEndian.Uint64(f.Body[8:]),
		Origin: f.Body[16], Framing: f.Body[17], Level: f.Body[18], Flags: f.Body[19],
		Text: f.Body[logHeadBytes:],
	}, nil
}
