package supervisor

import (
	"bytes"
	"strconv"
	"sync"
	"syscall"

	"lambox.dev/shim/rawio"
)

// Census counts the container's processes through /proc. Its buffers are used again and again.
type Census struct {
	mutex  sync.Mutex
	folder uintptr
	names  []byte
	text   []byte
	path   []byte
	births *births
	known  []known
	last   int
	calm   bool
}

// known is a process that was there at the last count; its status stays open. What is open of a
// process that is gone cannot be read, whoever has its number now.
type known struct {
	pid    string
	status uintptr
}

// knownMax is how many stay open: a storm of processes must not eat the shim's descriptors.
const knownMax = 8

// Count is what a census found of the processes that are alive, without the shim.
type Count struct {
	Processes int
	// Sum of the processes' largest resident sizes.
	MemoryBytes int64
	// Nobody has come or gone since the count before, or is about to go: nobody was killed.
	Calm bool
}

// NewCensus reads the folder, which is /proc but in tests.
func NewCensus(root string) (*Census, error) {
	folder, err := syscall.Open(root, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return &Census{
		folder: uintptr(folder), names: make([]byte, 8192), text: make([]byte, 4096),
		births: openBirths(uintptr(folder)),
	}, nil
}

// Threads counts those of all processes. Take does without them and descriptors: it is for every
// event.
func (c *Census) Threads() int {
	count := 0
	c.Each(func(_ string, status []byte) {
		// Not a number: the process ended meanwhile.
		threads, _ := strconv.Atoi(string(value(status, "Threads:")))
		count += threads
	})
	return count
}

// Descriptors counts those of all processes, and the most that one has. 0 where the kernel does not
// tell (before 6.2).
func (c *Census) Descriptors() (all, most int) {
	c.Each(func(pid string, _ []byte) {
		count := c.descriptors(pid)
		all += count
		if count > most {
			most = count
		}
	})
	return all, most
}

// Take counts everything else.
func (c *Census) Take() Count {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	count := Count{}
	freed := false
	c.each(func(_ string, status []byte) {
		size := kilobytes(status, "VmHWM:") * 1024
		count.Processes++
		count.MemoryBytes += size
		// It is about to go; its pending signals are none already.
		freed = freed || size == 0
	})
	c.last, count.Calm = count.Processes, c.calm && !freed
	return count
}

// Last is how many processes there were when everything was counted last.
func (c *Census) Last() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.last
}

// descriptors: the size of this folder is their number, which needs no right to look into it.
func (c *Census) descriptors(pid string) int {
	var folder syscall.Stat_t
	c.path = append(append(c.path[:0], pid...), "/fd\x00"...)
	if rawio.Stat(c.folder, c.path, &folder) != 0 {
		return 0
	}
	return int(folder.Size)
}

// Each visits the status of every process but the shim and those that only wait to be reaped.
func (c *Census) Each(visit func(pid string, status []byte)) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.each(visit)
}

func (c *Census) each(visit func(pid string, status []byte)) {
	look := func(pid string, status []byte) {
		state := value(status, "State:")
		if len(state) == 0 || state[0] == 'Z' || state[0] == 'X' {
			c.calm = false
			return
		}
		c.calm = c.calm && !isKilled(status)
		visit(pid, status)
	}
	if c.calm = c.births.none(); c.calm {
		// Some may be gone, and nobody has come.
		for _, each := range c.known {
			length, _ := rawio.ReadAt(each.status, c.text, 0)
			look(each.pid, c.text[:length])
		}
		return
	}
	c.forget()
	c.pids(func(pid string) { look(pid, c.read(pid)) })
}

// isKilled says whether a process has a SIGKILL to come, be it its first thread's own or that of
// all its threads, which stays until the process is gone.
func isKilled(status []byte) bool {
	return hasKill(value(status, "SigPnd:")) || hasKill(value(status, "ShdPnd:"))
}

// hasKill looks at bit 8 of a number in hexadecimal.
func hasKill(pending []byte) bool {
	if len(pending) < 3 {
		return false
	}
	digit := pending[len(pending)-3]
	if digit >= 'a' {
		digit -= 'a' - '0' - 10
	}
	return digit&1 == 1
}

func (c *Census) forget() {
	for _, each := range c.known {
		rawio.Close(each.status)
	}
	c.known = c.known[:0]
}

// pids visits the names of the folder that are numbers, but for the shim's. Only an empty answer is
// the end: a signal, and Go sends itself some, cuts one short.
func (c *Census) pids(visit func(pid string)) {
	if rawio.Rewind(c.folder) != 0 {
		return
	}
	for {
		length, errno := rawio.ReadEntries(c.folder, c.names)
		if errno != 0 || length == 0 {
			return
		}
		for entries := c.names[:length]; len(entries) > entryHead; {
			size := int(entries[entrySize]) | int(entries[entrySize+1])<<8
			name := entries[entryHead:size]
			if end := bytes.IndexByte(name, 0); end >= 0 {
				name = name[:end]
			}
			if name[0] >= '1' && name[0] <= '9' && string(name) != "1" {
				visit(string(name))
			}
			entries = entries[size:]
		}
	}
}

// Where a directory entry has its size and its name.
const (
	entrySize = 16
	entryHead = 19
)

func (c *Census) read(pid string) []byte {
	c.path = append(append(c.path[:0], pid...), "/status\x00"...)
	file, errno := rawio.Open(c.folder, c.path)
	if errno != 0 {
		return nil
	}
	length, _ := rawio.Read(file, c.text)
	if len(c.known) < knownMax {
		c.known = append(c.known, known{pid, file})
		return c.text[:length]
	}
	rawio.Close(file)
	c.births.again()
	return c.text[:length]
}

// value is what stands behind the name in a file of lines, up to the line's end.
func value(file []byte, name string) []byte {
	for from := 0; ; {
		at := bytes.Index(file[from:], []byte(name))
		if at < 0 {
			return nil
		}
		at += from
		from = at + len(name)
		if at > 0 && file[at-1] != '\n' {
			continue
		}
		line := file[from:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		return bytes.TrimSpace(line)
	}
}

func kilobytes(status []byte, name string) int64 {
	return leadingNumber(value(status, name))
}

// leadingNumber is 0 where there is none.
func leadingNumber(text []byte) (number int64) {
	for _, digit := range text {
		if digit < '0' || digit > '9' {
			break
		}
		number = number*10 + int64(digit-'0')
	}
	return number
}
