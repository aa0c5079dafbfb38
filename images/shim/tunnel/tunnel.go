package tunnel

import (
	"io"
	"net"
	"sync"

	"lambox.dev/shim/channel"
)

// tunnel is one connection. Two goroutines serve it, one per direction.
type tunnel struct {
	tunnels *Tunnels
	stream  uint16
	conn    net.Conn
	credit  *channel.Credit
	failed  chan struct{}

	mutex sync.Mutex
	// What the host sent and the connection has not taken: at most a window.
	pending []byte
	arrived chan struct{}
	// The host has closed its direction; this side was closed with an error.
	hostDone, broken bool
}

func newTunnel(tunnels *Tunnels, stream uint16, conn net.Conn) *tunnel {
	return &tunnel{
		tunnels: tunnels, stream: stream, conn: conn,
		credit: channel.NewCredit(channel.TunnelWindow),
		failed: make(chan struct{}), arrived: make(chan struct{}, 1),
	}
}

// run serves the tunnel to its end.
func (t *tunnel) run(port int) {
	defer t.tunnels.remove(t)
	defer t.conn.Close()
	frame := channel.JSONFrame(channel.TunnelOpen, channel.TunnelOpenMessage{Port: port})
	if t.send(frame) != nil {
		return
	}
	var inward sync.WaitGroup
	inward.Add(1)
	go func() {
		defer inward.Done()
		t.carryIn()
	}()
	t.carryOut()
	inward.Wait()
}

func (t *tunnel) send(frame channel.Frame) error {
	frame.Stream = t.stream
	return t.tunnels.sender.Send(frame)
}

// carryOut brings what the function writes to the host.
func (t *tunnel) carryOut() {
	buffer := make([]byte, 16384)
	for {
		room := t.credit.Wait(len(buffer), t.failed)
		if room == 0 {
			return
		}
		read, err := t.conn.Read(buffer[:room])
		if read > 0 {
			t.credit.Take(read)
			if t.send(channel.Frame{Kind: channel.TunnelData, Body: buffer[:read]}) != nil {
				t.fail("the channel ended")
				return
			}
		}
		if err == io.EOF {
			_ = t.send(channel.JSONFrame(channel.TunnelClose, channel.TunnelCloseMessage{}))
			return
		}
		if err != nil {
			t.fail(err.Error())
			return
		}
	}
}

// carryIn brings what the host sent to the function.
func (t *tunnel) carryIn() {
	for {
		bytes, done := t.take()
		if len(bytes) == 0 && done {
			if half, ok := t.conn.(interface{ CloseWrite() error }); ok {
				_ = half.CloseWrite()
			}
			return
		}
		if len(bytes) == 0 {
			select {
			case <-t.arrived:
			case <-t.failed:
				return
			}
			continue
		}
		if _, err := t.conn.Write(bytes); err != nil {
			t.fail(err.Error())
			return
		}
		if t.send(channel.CreditFrame(channel.TunnelCredit, t.stream, len(bytes))) != nil {
			return
		}
	}
}

func (t *tunnel) take() (bytes []byte, done bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	bytes, t.pending = t.pending, nil
	return bytes, t.hostDone
}

func (t *tunnel) push(chunk []byte) error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.hostDone {
		return channel.Malformed("tunnelData of stream %d after its tunnelClose", t.stream)
	}
	if len(t.pending)+len(chunk) > channel.TunnelWindow {
		return channel.Malformed("tunnelData of stream %d beyond its credit", t.stream)
	}
	t.pending = append(t.pending, chunk...)
	t.wake()
	return nil
}

func (t *tunnel) wake() {
	select {
	case t.arrived <- struct{}{}:
	default:
	}
}

func (t *tunnel) closedByHost(message channel.TunnelCloseMessage) {
	if message.Error != nil {
		t.end()
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.hostDone = true
	t.wake()
}

// fail closes both directions and tells the host, once.
func (t *tunnel) fail(reason string) {
	if t.end() {
		_ = t.send(channel.JSONFrame(channel.TunnelClose,
			channel.TunnelCloseMessage{Error: &reason}))
	}
}

func (t *tunnel) end() (first bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.broken {
		return false
	}
	t.broken = true
	close(t.failed)
	if tcp, ok := t.conn.(*net.TCPConn); ok {
		// A reset and no end: what came so far is not all.
		_ = tcp.SetLinger(0)
	}
	t.conn.Close()
	return true
}
