package supervisor

import (
	"bytes"

	"lambox.dev/shim/rawio"
)

// looksMax is how often in a row the answer may be that nobody has come.
const looksMax = 64

// births tells whether processes or threads may have begun, from the number of the newest, which is
// the last word of /proc/loadavg: reading that costs a tenth of reading the folder.
type births struct {
	file   uintptr
	open   bool
	text   [64]byte
	newest []byte
	// Some engines show a file that never changes: one that was seen to change is trusted.
	trusted bool
	// Looks in a row at which the number was the same.
	same int
}

func openBirths(folder uintptr) *births {
	file, errno := rawio.Open(folder, []byte("loadavg\x00"))
	b := &births{file: file, open: errno == 0}
	b.newest = append(b.newest, b.read()...)
	return b
}

func (b *births) read() []byte {
	if !b.open {
		return nil
	}
	length, _ := rawio.ReadAt(b.file, b.text[:], 0)
	line := bytes.TrimSpace(b.text[:length])
	return line[bytes.LastIndexByte(line, ' ')+1:]
}

// none says that nobody has come since the look before, for which the folder was read. A process
// has its number a moment before it is in the folder, so the number must have been the same at that
// look, too.
func (b *births) none() bool {
	newest := b.read()
	if len(newest) == 0 || !bytes.Equal(newest, b.newest) {
		b.trusted = b.trusted || len(newest) > 0 && len(b.newest) > 0
		b.newest, b.same = append(b.newest[:0], newest...), 0
		return false
	}
	b.same++
	if b.same > looksMax {
		b.same = 1
	}
	return b.trusted && b.same > 1
}

// again makes the next look one at the folder.
func (b *births) again() {
	b.same = 0
}
