package supervisor

import (
	"bytes"
	"encoding/binary"

	"lambox.dev/shim/channel"
)

const (
	frameMagic      = 0xa55a0000
	frameMagicMask  = 0xffffffe0
	frameHeadBytes  = 16
	shortHeadBytes  = 8
	frameKindMask   = 0x3
	frameLevelShift = 2
	frameLevelMax   = 6
)

// Kinds of frames: the lowest two bits of the first word. The oldest has no time (contract §4.4).
const (
	frameWithoutTime = 1
	frameJSON        = 2
	frameText        = 3
)

// logFrames is the framing descriptor (contract §4.4): one record per frame, as many as it takes
// for a long one. Bytes that begin no frame are left out and counted.
type logFrames struct {
	head    [frameHeadBytes]byte
	headLen int
	// The frame that is under way: what is left of it in bytes, and its text so far.
	inside  bool
	left    uint32
	record  channel.LogRecord
	pending []byte

	garbage int64
}

func (f *logFrames) feed(chunk []byte, emit func(channel.LogRecord)) {
	for len(chunk) > 0 {
		if !f.inside && f.headLen == 0 {
			chunk = f.skip(chunk)
			if len(chunk) == 0 {
				return
			}
		}
		if !f.inside {
			f.takeHead(chunk[0])
			chunk = chunk[1:]
		} else {
			taken := f.takeText(chunk, emit)
			chunk = chunk[taken:]
		}
		if f.inside && f.left == 0 {
			f.finish(emit)
		}
	}
}

// skip drops what can begin no frame, many bytes at once: garbage must not cost the function's own
// processor time.
func (f *logFrames) skip(chunk []byte) []byte {
	begins := bytes.IndexByte(chunk, frameMagic>>24)
	if begins < 0 {
		begins = len(chunk)
	}
	f.garbage += int64(begins)
	return chunk[begins:]
}

// takeHead collects a head byte by byte; what cannot be one is dropped from the front.
func (f *logFrames) takeHead(next byte) {
	f.head[f.headLen] = next
	f.headLen++
	for f.headLen > 0 && !plausible(f.head[:f.headLen]) {
		f.garbage++
		copy(f.head[:], f.head[1:f.headLen])
		f.headLen--
	}
	if f.headLen < 4 {
		return
	}
	word := binary.BigEndian.Uint32(f.head[0:])
	kind := word & frameKindMask
	length := frameHeadBytes
	if kind == frameWithoutTime {
		length = shortHeadBytes
	}
	if f.headLen < length {
		return
	}
	f.record = channel.LogRecord{Framing: channel.FramingText,
		Level: uint8((word &^ frameMagicMask) >> frameLevelShift)}
	if kind == frameJSON {
		f.record.Framing = channel.FramingJSON
	}
	if kind != frameWithoutTime {
		f.record.EpochUs = binary.BigEndian.Uint64(f.head[8:])
	}
	f.left = binary.BigEndian.Uint32(f.head[4:])
	f.inside, f.headLen = true, 0
}

// plausible says whether the bytes can be the beginning of a frame.
func plausible(head []byte) bool {
	var word [4]byte
	copy(word[:], head)
	known := len(head)
	if known > 4 {
		known = 4
	}
	magic := [4]byte{frameMagic >> 24, frameMagic >> 16 & 0xff, 0, 0}
	for index := 0; index < known && index < 3; index++ {
		if word[index] != magic[index] {
			return false
		}
	}
	if known < 4 {
		return true
	}
	kind, level := word[3]&frameKindMask, word[3]>>frameLevelShift
	return kind != 0 && level <= frameLevelMax
}

func (f *logFrames) takeText(chunk []byte, emit func(channel.LogRecord)) int {
	taken := len(chunk)
	if uint64(taken) > uint64(f.left) {
		taken = int(f.left)
	}
	if room := channel.LogTextMax - len(f.pending); taken > room {
		taken = room
	}
	f.pending = append(f.pending, chunk[:taken]...)
	f.left -= uint32(taken)
	if len(f.pending) == channel.LogTextMax && f.left > 0 {
		f.record.Text, f.record.Flags = f.pending, channel.LogContinues
		emit(f.record)
		f.pending = f.pending[:0]
	}
	return taken
}

func (f *logFrames) finish(emit func(channel.LogRecord)) {
	text := f.pending
	if length := len(text); length > 0 && text[length-1] == '\n' {
		text = text[:length-1]
	}
	f.record.Text, f.record.Flags = text, 0
	emit(f.record)
	f.pending, f.inside = f.pending[:0], false
	if cap(f.pending) > channel.ChunkMax {
		f.pending = nil
	}
}

// flush leaves a frame that is under way: its rest may still come, and its length says where it
// ends.
func (f *logFrames) flush(func(channel.LogRecord)) {}

func (f *logFrames) dropped() (records, bytes int64, reason string) {
	bytes, f.garbage = f.garbage, 0
	return 0, bytes, "bytes on the framing descriptor that begin no frame"
}
