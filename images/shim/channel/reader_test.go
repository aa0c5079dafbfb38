package channel

import (
	"bytes"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// pieces are the ways in which bytes may arrive.
var pieces = map[string]func(io.Reader) io.Reader{
	"at once":       func(whole io.Reader) io.Reader { return whole },
	"in halves":     iotest.HalfReader,
	"byte by byte":  iotest.OneByteReader,
	"with the end":  iotest.DataErrReader,
	"in small ones": func(whole io.Reader) io.Reader { return &smallReads{whole, 0} },
}

// smallReads gives from 1 to 13 bytes at a time, so that pieces end everywhere in frames.
type smallReads struct {
	from  io.Reader
	reads int
}

func (s *smallReads) Read(into []byte) (int, error) {
	s.reads++
	if length := 1 + s.reads%13; length < len(into) {
		into = into[:length]
	}
	return s.from.Read(into)
}

// readAll gives the frames up to the first error.
func readAll(from io.Reader) (frames []Frame, err error) {
	reader := NewReader(from)
	for {
		frame, err := reader.Next()
		if err != nil {
			return frames, err
		}
		frame.Body = append([]byte(nil), frame.Body...)
		frames = append(frames, frame)
	}
}

// Every vector, between frames of every size that a buffer treats in a way of its own.
func TestFramesInPieces(t *testing.T) {
	var want []Frame
	for _, each := range readVectors(t).Frames {
		bytes, err := hex.DecodeString(each.Frame)
		if err != nil {
			t.Fatal(err)
		}
		frames, err := readAll(strings.NewReader(string(bytes)))
		if err != io.EOF || len(frames) != 1 {
			t.Fatalf("%s: %d frames, %v", each.Name, len(frames), err)
		}
		want = append(want, frames...)
	}
	for _, length := range []int{ChunkMax - headerBytes, ChunkMax, ChunkMax + 1, 262164, BodyMax} {
		body := bytes.Repeat([]byte("0123456789a"), length/11+1)[:length]
		want = append(want, Frame{Kind: Initialize, Body: body}, want[0])
	}
	var sent []byte
	for _, frame := range want {
		sent = AppendFrame(sent, frame)
	}
	for name, cut := range pieces {
		got, err := readAll(cut(bytes.NewReader(sent)))
		if err != io.EOF || len(got) != len(want) {
			t.Fatalf("%s: %d frames of %d, %v", name, len(got), len(want), err)
		}
		for index, frame := range got {
			if frame.Kind != want[index].Kind || frame.Stream != want[index].Stream ||
				!bytes.Equal(frame.Body, want[index].Body) {
				t.Errorf("%s: frame %d is %s with %d bytes, not %s with the %d that were sent",
					name, index, frame.Kind, len(frame.Body), want[index].Kind,
					len(want[index].Body))
			}
		}
	}
}

// The reader takes anything, in any pieces, and gives frames or the same error as at once.
func FuzzFrames(f *testing.F) {
	for _, each := range readVectors(f).Frames {
		if frame, err := hex.DecodeString(each.Frame); err == nil {
			f.Add(frame)
		}
	}
	f.Add([]byte{1, 7, 0, 0, 0, 0, 0, 2, '[', ']'})
	f.Fuzz(func(t *testing.T, input []byte) {
		_, ended := readAll(bytes.NewReader(input))
		frames, err := readAll(&smallReads{bytes.NewReader(input), len(input)})
		var again []byte
		for _, frame := range frames {
			again = AppendFrame(again, frame)
			_ = parseBody(frame)
		}
		if !bytes.HasPrefix(input, again) || err.Error() != ended.Error() ||
			err == io.EOF && len(again) != len(input) {
			t.Errorf("%x was read as %x, %v, and at once %v", input, again, err, ended)
		}
	})
}
