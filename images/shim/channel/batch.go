package channel

// Batch collects frames that travel in one write. Its buffer is used again and again.
type Batch struct {
	bytes []byte
	// Where the header of an open chunk stands; -1: none is open.
	open int
	kind Kind
}

// NewBatch makes a batch with room for one chunk and the small frames around it.
func NewBatch() *Batch {
	return &Batch{bytes: make([]byte, 0, ChunkMax+4096), open: -1}
}

// AddMessage appends a frame with the message as its body.
func (b *Batch) AddMessage(kind Kind, message interface{}) {
	b.bytes = AppendMessage(b.bytes, kind, message)
}

// OpenChunk appends the header of a chunk and gives the room for its body: a read goes where it
// will be sent from.
func (b *Batch) OpenChunk(kind Kind, bytesMax int) []byte {
	b.open, b.kind = len(b.bytes), kind
	b.bytes = appendHeader(b.bytes, kind, 0, 0)
	start := len(b.bytes)
	for cap(b.bytes) < start+bytesMax {
		b.bytes = append(b.bytes[:cap(b.bytes)], 0)
	}
	b.bytes = b.bytes[:start]
	return b.bytes[start : start+bytesMax]
}

// CloseChunk says how much of the room was filled; a chunk of nothing leaves no frame.
func (b *Batch) CloseChunk(length int) {
	if length == 0 {
		b.bytes = b.bytes[:b.open]
	} else {
		start := b.open + headerBytes
		b.bytes = b.bytes[:start+length]
		putHeader(b.bytes[b.open:], b.kind, 0, length)
	}
	b.open = -1
}

// Reset empties the batch.
func (b *Batch) Reset() {
	b.bytes = b.bytes[:0]
}

// Bytes is what was collected, as it travels.
func (b *Batch) Bytes() []byte {
	return b.bytes
}
