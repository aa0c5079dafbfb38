// Package channel is the guest's end of the wire (docs/wire.md): frames, their bodies, credit and
// the connection.
package channel

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// Version is the protocol this shim speaks.
const Version = 1

const headerBytes = 8

// Frame is one frame: its kind, the tunnel it belongs to (0 in every other frame) and its body.
type Frame struct {
	Kind   Kind
	Stream uint16
	Body   []byte
}

// AppendFrame appends the frame as it travels.
func AppendFrame(to []byte, frame Frame) []byte {
	to = appendHeader(to, frame.Kind, frame.Stream, len(frame.Body))
	return append(to, frame.Body...)
}

func appendHeader(to []byte, kind Kind, stream uint16, length int) []byte {
	var header [headerBytes]byte
	putHeader(header[:], kind, stream, length)
	return append(to, header[:]...)
}

func putHeader(header []byte, kind Kind, stream uint16, length int) {
	if limit := kind.bodyMax(); length > limit {
		// Who made it has forgotten a bound; the host would end the channel.
		panic(fmt.Sprintf("%s of %d bytes, expected at most %d", kind, length, limit))
	}
	header[0] = Version
	header[1] = byte(kind)
	binary.BigEndian.PutUint16(header[2:], stream)
	binary.BigEndian.PutUint32(header[4:], uint32(length))
}

// parseHeader reads the first 8 bytes of a frame; what it does not know is an error that names it.
func parseHeader(header []byte) (Frame, int, error) {
	frame := Frame{Kind: Kind(header[1]), Stream: binary.BigEndian.Uint16(header[2:])}
	if header[0] != Version {
		return frame, 0, fmt.Errorf("frame of version %d, expected version %d", header[0], Version)
	}
	if kindNames[frame.Kind] == "" {
		return frame, 0, fmt.Errorf("frame of unknown kind 0x%02x", header[1])
	}
	length := binary.BigEndian.Uint32(header[4:])
	if limit := frame.Kind.bodyMax(); int64(length) > int64(limit) {
		return frame, 0, fmt.Errorf("%s of %d bytes, expected at most %d", frame.Kind, length,
			limit)
	}
	return frame, int(length), nil
}

// AppendMessage appends a frame with the message as its body, as it travels.
func AppendMessage(to []byte, kind Kind, message interface{}) []byte {
	start := len(to)
	to = appendHeader(to, kind, 0, 0)
	if own, ok := message.(writesItself); ok {
		to = own.appendJSON(to)
	} else {
		to = append(to, encodeJSON(message)...)
	}
	putHeader(to[start:], kind, 0, len(to)-start-headerBytes)
	return to
}

// JSONFrame is a frame with the message as its body.
func JSONFrame(kind Kind, message interface{}) Frame {
	return Frame{Kind: kind, Body: AppendMessage(nil, kind, message)[headerBytes:]}
}

// encodeJSON writes what JSON.stringify would: no HTML escapes, no line end.
func encodeJSON(message interface{}) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(message); err != nil {
		// Every message is a struct of strings, numbers and lists of them: there is nothing to fail
		// on.
		panic(err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
}

// ParseJSON reads the frame's body into the message.
func (f Frame) ParseJSON(message interface{}) error {
	var err error
	if invoke, warm := message.(*InvokeMessage); warm {
		err = invoke.parse(f.Body)
	} else {
		err = json.Unmarshal(f.Body, message)
	}
	if err != nil {
		return fmt.Errorf("%s whose body cannot be read: %v", f.Kind, err)
	}
	return nil
}

// CreditFrame is a frame whose body is a number of bytes.
func CreditFrame(kind Kind, stream uint16, credit int) Frame {
	body := make([]byte, 4)
	binary.BigEndian.PutUint32(body, uint32(credit))
	return Frame{Kind: kind, Stream: stream, Body: body}
}

// ParseCredit reads the body of a credit frame, in bytes.
func (f Frame) ParseCredit() (int, error) {
	if len(f.Body) != 4 {
		return 0, fmt.Errorf("%s with a body of %d bytes, expected 4", f.Kind, len(f.Body))
	}
	return int(binary.BigEndian.Uint32(f.Body)), nil
}
