// Package tunnel carries connections of the function to services of the host: it listens inside and
// the channel brings the bytes out.
package tunnel

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"lambox.dev/shim/channel"
)

const (
	// How many tunnels may be open at once; more connections wait.
	openMax = 256
	// Between two tries where the kernel has nothing left.
	acceptPause = 5 * time.Millisecond
)

// Sender is the part of the channel that tunnels write to.
type Sender interface {
	Send(frames ...channel.Frame) error
}

// Tunnels is every tunnel of one channel.
type Tunnels struct {
	sender Sender
	slots  chan struct{}

	mutex     sync.Mutex
	listeners []net.Listener
	open      map[uint16]*tunnel
	last      uint16
	wrapped   bool
}

// New has no tunnel yet.
func New(sender Sender) *Tunnels {
	return &Tunnels{sender: sender, slots: make(chan struct{}, openMax), open: map[uint16]*tunnel{}}
}

// Listen takes the ports at 127.0.0.1, and at [::1] where that is had. Nothing else inside is ever
// taken.
func (t *Tunnels) Listen(ports []int) error {
	for _, port := range ports {
		listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			return fmt.Errorf("host service on port %d: %v", port, err)
		}
		t.serve(listener, port)
		if listener, err = net.Listen("tcp6", fmt.Sprintf("[::1]:%d", port)); err == nil {
			t.serve(listener, port)
		}
	}
	return nil
}

func (t *Tunnels) serve(listener net.Listener, port int) {
	t.mutex.Lock()
	t.listeners = append(t.listeners, listener)
	t.mutex.Unlock()
	go t.accept(listener, port)
}

func (t *Tunnels) accept(listener net.Listener, port int) {
	for {
		t.slots <- struct{}{}
		conn, err := listener.Accept()
		if err != nil {
			<-t.slots
			if errors.Is(err, net.ErrClosed) {
				return
			}
			// Out of descriptors or memory: it passes.
			time.Sleep(acceptPause)
			continue
		}
		opened := t.enlist(conn)
		go opened.run(port)
	}
}

func (t *Tunnels) enlist(conn net.Conn) *tunnel {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for {
		t.last++
		if t.last == 0 {
			t.wrapped = true
			continue
		}
		if t.open[t.last] == nil {
			break
		}
	}
	opened := newTunnel(t, t.last, conn)
	t.open[t.last] = opened
	return opened
}

func (t *Tunnels) remove(closed *tunnel) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.open[closed.stream] == closed {
		delete(t.open, closed.stream)
		<-t.slots
	}
}

// Close ends every tunnel and gives the ports back.
func (t *Tunnels) Close() {
	t.mutex.Lock()
	listeners := t.listeners
	t.listeners = nil
	open := make([]*tunnel, 0, len(t.open))
	for _, each := range t.open {
		open = append(open, each)
	}
	t.mutex.Unlock()
	for _, listener := range listeners {
		listener.Close()
	}
	for _, each := range open {
		each.fail("reset")
	}
}

// Handle takes a tunnel's frame from the host. It never blocks.
func (t *Tunnels) Handle(frame channel.Frame) error {
	t.mutex.Lock()
	addressed := t.open[frame.Stream]
	known := frame.Stream != 0 && (t.wrapped || frame.Stream <= t.last)
	t.mutex.Unlock()
	if !known {
		return channel.Malformed("%s of stream %d, which was never opened", frame.Kind,
			frame.Stream)
	}
	if addressed == nil {
		// What was under way when this side closed it.
		return nil
	}
	switch frame.Kind {
	case channel.TunnelCredit:
		credit, err := frame.ParseCredit()
		if err != nil {
			return channel.Malformed("%v", err)
		}
		addressed.credit.Grant(credit)
		return nil
	case channel.TunnelData:
		return addressed.push(frame.Body)
	}
	var message channel.TunnelCloseMessage
	if err := frame.ParseJSON(&message); err != nil {
		return channel.Malformed("%v", err)
	}
	addressed.closedByHost(message)
	return nil
}
