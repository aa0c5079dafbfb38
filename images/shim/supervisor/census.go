package supervisor

import (
	"bytes"
	"strconv"
	"sync"
	"syscall"
)

// Census counts the container's processes through /proc. Its buffers are used again and again.
type Census struct {
	mutex  sync.Mutex
	folder int
	root   string
	names  []byte
	text   []byte
}

// Count is what a census found of the processes that are alive, without the shim.
type Count struct {
	Processes int
	// Sum of the processes' largest resident sizes.
	MemoryBytes int64
	// 0 where the kernel does not tell (before 6.2).
	Descriptors int
}

// NewCensus reads the folder, which is /proc but in tests.
func NewCensus(root string) (*Census, error) {
	folder, err := syscall.Open(root, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return &Census{folder: folder, root: root, names: make([]byte, 8192), text: make([]byte, 4096)},
		nil
}

// Take counts everything.
func (c *Census) Take() Count {
	var count Count
	c.Each(func(pid string, status []byte) {
		count.Processes++
		count.MemoryBytes += kilobytes(status, "VmHWM:") * 1024
		var folder syscall.Stat_t
		if syscall.Stat(c.root+"/"+pid+"/fd", &folder) == nil {
			count.Descriptors += int(folder.Size)
		}
	})
	return count
}

// Each visits the status of every process but the shim and those that only wait to be reaped.
func (c *Census) Each(visit func(pid string, status []byte)) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.pids(func(pid string) {
		status := c.read(pid)
		if state := value(status, "State:"); len(state) > 0 && state[0] != 'Z' && state[0] != 'X' {
			visit(pid, status)
		}
	})
}

// Processes counts without reading anything of them.
func (c *Census) Processes() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	count := 0
	c.pids(func(string) { count++ })
	return count
}

func (c *Census) pids(visit func(pid string)) {
	if _, err := syscall.Seek(c.folder, 0, 0); err != nil {
		return
	}
	var entries []string
	for {
		length, err := syscall.ReadDirent(c.folder, c.names)
		if err != nil || length <= 0 {
			break
		}
		_, _, entries = syscall.ParseDirent(c.names[:length], -1, entries)
	}
	for _, name := range entries {
		if name[0] >= '1' && name[0] <= '9' && name != "1" {
			visit(name)
		}
	}
}

func (c *Census) read(pid string) []byte {
	file, err := syscall.Open(c.root+"/"+pid+"/status", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer syscall.Close(file)
	length, err := syscall.Read(file, c.text)
	if err != nil || length < 0 {
		return nil
	}
	return c.text[:length]
}

// value is what stands behind the name in a status file.
func value(status []byte, name string) []byte {
	for len(status) > 0 {
		line := status
		if end := bytes.IndexByte(status, '\n'); end >= 0 {
			line, status = status[:end], status[end+1:]
		} else {
			status = nil
		}
		if len(line) > len(name) && string(line[:len(name)]) == name {
			return bytes.TrimSpace(line[len(name):])
		}
	}
	return nil
}

func kilobytes(status []byte, name string) int64 {
	number := bytes.TrimSuffix(value(status, name), []byte(" kB"))
	parsed, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		return 0
	}
	return parsed
}
