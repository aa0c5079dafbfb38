package supervisor

import (
	"os"
	"sync"
	"syscall"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/rawio"
)

// LogPump carries what processes write to the channel. It reads only as fast as the channel takes:
// a writer that is faster waits.
type LogPump struct {
	file     *os.File
	write    int
	fd       int
	split    splitter
	epoch    time.Time
	send     func(frames []byte) error
	sendJSON func(frame channel.Frame) error

	mutex  sync.Mutex
	closed bool
	input  []byte
	output []byte
	done   chan struct{}
}

// LogChannel is where a pump writes to; Epoch is the moment of the hello.
type LogChannel struct {
	Epoch     time.Time
	SendBytes func(frames []byte) error
	Send      func(frame channel.Frame) error
}

// What a pump reads.
const (
	StandardOutput = iota
	ExtensionOutput
	FramedOutput
)

// NewLogPump opens the pipe and begins to read it.
func NewLogPump(source int, to LogChannel) (*LogPump, error) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return nil, err
	}
	// /dev/stdout and /dev/stderr are opened anew by programs of another user.
	if err := syscall.Fchmod(ends[1], 0o666); err != nil {
		return nil, err
	}
	if err := syscall.SetNonblock(ends[0], true); err != nil {
		return nil, err
	}
	pump := &LogPump{
		file: os.NewFile(uintptr(ends[0]), "log"), fd: ends[0], write: ends[1], epoch: to.Epoch,
		send: to.SendBytes, sendJSON: to.Send, input: make([]byte, channel.ChunkMax),
		done: make(chan struct{}),
	}
	switch source {
	case FramedOutput:
		pump.split = &logFrames{}
	case ExtensionOutput:
		pump.split = &lines{origin: channel.OriginExtension}
	default:
		pump.split = &lines{origin: channel.OriginFunction}
	}
	go pump.run()
	return pump, nil
}

// WriteEnd is the descriptor for the processes.
func (p *LogPump) WriteEnd() int {
	return p.write
}

// CloseWriteEnd: from now on only the processes hold it, so the end of the last one is the end of
// the log.
func (p *LogPump) CloseWriteEnd() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.write >= 0 {
		syscall.Close(p.write)
		p.write = -1
	}
}

func (p *LogPump) run() {
	defer close(p.done)
	raw, err := p.file.SyscallConn()
	if err != nil {
		return
	}
	for ended := false; !ended; {
		// The poller waits; the reading itself is shared with Drain.
		err = raw.Read(func(uintptr) bool {
			var empty bool
			empty, ended = p.pump(len(p.input), false)
			return !empty
		})
		if err != nil {
			return
		}
	}
}

// Drain sends everything that was written before the call.
func (p *LogPump) Drain() {
	p.pump(p.waiting(), true)
}

// waiting is how many bytes the pipe holds.
func (p *LogPump) waiting() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return 0
	}
	return rawio.Waiting(uintptr(p.fd))
}

// pump reads up to a number of bytes without waiting.
func (p *LogPump) pump(bytesMax int, flush bool) (empty, ended bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for total := 0; total < bytesMax && !p.closed; {
		read, errno := rawio.Read(uintptr(p.fd), p.input)
		if errno == syscall.EAGAIN {
			empty = true
			break
		}
		if errno != 0 || read == 0 {
			ended, flush = true, true
			break
		}
		total += read
		p.split.feed(p.input[:read], p.emit)
	}
	if flush {
		p.split.flush(p.emit)
	}
	p.sendOut()
	if records, bytes, reason := p.split.dropped(); records > 0 || bytes > 0 {
		_ = p.sendJSON(channel.JSONFrame(channel.LogsDropped, channel.LogsDroppedMessage{
			Records: records, Bytes: bytes, Reason: reason,
		}))
	}
	return empty, ended || p.closed
}

func (p *LogPump) emit(record channel.LogRecord) {
	record.SinceUs = uint64(time.Since(p.epoch).Microseconds())
	p.output = channel.AppendLog(p.output, record)
	if len(p.output) >= channel.ChunkMax {
		p.sendOut()
	}
}

func (p *LogPump) sendOut() {
	if len(p.output) == 0 {
		return
	}
	// Where the channel has ended the shim is about to.
	_ = p.send(p.output)
	p.output = p.output[:0]
	if cap(p.output) > 2*channel.ChunkMax {
		p.output = nil
	}
}

// Finish sends the rest when all processes are gone, and closes the pipe.
func (p *LogPump) Finish(timeout time.Duration) {
	p.CloseWriteEnd()
	select {
	case <-p.done:
	case <-time.After(timeout):
		// Somebody outside the container holds the other end.
		p.Drain()
	}
	p.mutex.Lock()
	p.closed = true
	p.mutex.Unlock()
	p.file.Close()
	<-p.done
}
