package tunnel

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

// echo plays the host: it answers every byte of every tunnel and keeps the window.
type echo struct {
	*Tunnels
	t      *testing.T
	mutex  sync.Mutex
	room   map[uint16]int
	held   map[uint16][]byte
	closes chan string
	opens  chan int
	mute   bool
}

func newEcho(t *testing.T) *echo {
	e := &echo{
		t: t, room: map[uint16]int{}, held: map[uint16][]byte{}, closes: make(chan string, 100),
		opens: make(chan int, 100),
	}
	e.Tunnels = New(e)
	t.Cleanup(e.Tunnels.Close)
	return e
}

func (e *echo) Send(frames ...channel.Frame) error {
	for _, frame := range frames {
		e.react(frame)
	}
	return nil
}

func (e *echo) react(frame channel.Frame) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	stream := frame.Stream
	switch frame.Kind {
	case channel.TunnelOpen:
		var message channel.TunnelOpenMessage
		_ = frame.ParseJSON(&message)
		e.room[stream] = channel.TunnelWindow
		e.opens <- message.Port
	case channel.TunnelData:
		e.held[stream] = append(e.held[stream], frame.Body...)
		if !e.mute {
			e.give(channel.CreditFrame(channel.TunnelCredit, stream, len(frame.Body)))
		}
	case channel.TunnelCredit:
		credit, _ := frame.ParseCredit()
		e.room[stream] += credit
	case channel.TunnelClose:
		e.closes <- string(frame.Body)
	}
	for !e.mute && e.room[stream] > 0 && len(e.held[stream]) > 0 {
		part := e.held[stream]
		if len(part) > e.room[stream] {
			part = part[:e.room[stream]]
		}
		e.room[stream] -= len(part)
		e.give(channel.Frame{Kind: channel.TunnelData, Stream: stream, Body: part})
		e.held[stream] = e.held[stream][len(part):]
	}
}

func (e *echo) give(frame channel.Frame) {
	if err := e.Handle(frame); err != nil {
		e.t.Error(err)
	}
}

func (e *echo) dial() *net.TCPConn {
	e.t.Helper()
	free, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		e.t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	if err := e.Listen([]int{port}); err != nil {
		e.t.Fatal(err)
	}
	conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		e.t.Fatal(err)
	}
	e.t.Cleanup(func() { conn.Close() })
	if opened := <-e.opens; opened != port {
		e.t.Errorf("opened %d, expected %d", opened, port)
	}
	return conn.(*net.TCPConn)
}

func TestMegabytesThereAndBack(t *testing.T) {
	e := newEcho(t)
	conn := e.dial()
	sent := bytes.Repeat([]byte("0123456789abcdef"), 200000)
	go func() {
		_, _ = conn.Write(sent)
		_ = conn.CloseWrite()
	}()
	got := make([]byte, len(sent))
	if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, sent) {
		t.Fatalf("%v", err)
	}
	if closed := <-e.closes; closed != `{"error":null}` {
		t.Errorf("closed with %s", closed)
	}
	e.give(closing(nil))
	if rest, err := io.ReadAll(conn); err != nil || len(rest) != 0 {
		t.Errorf("%q, %v", rest, err)
	}
}

// cameWithin waits until so many bytes of the first tunnel have come, and says how many did.
func (e *echo) cameWithin(patience time.Duration, bytes int) int {
	for late := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		e.mutex.Lock()
		came := len(e.held[1])
		e.mutex.Unlock()
		if came >= bytes || time.Now().After(late) {
			return came
		}
	}
}

func TestHostThatGrantsNothingStopsTheFunction(t *testing.T) {
	e := newEcho(t)
	e.mute = true
	conn := e.dial()
	_ = conn.SetWriteDeadline(time.Now().Add(500 * time.Millisecond))
	// More than the sockets between can hold: it must not all go out.
	if _, err := conn.Write(make([]byte, 64<<20)); err == nil {
		t.Error("everything was taken")
	}
	came := e.cameWithin(time.Minute, channel.TunnelWindow)
	if came != channel.TunnelWindow {
		t.Errorf("%d bytes came, expected %d", came, channel.TunnelWindow)
	}
}

func TestErrorOfTheHostEndsTheConnection(t *testing.T) {
	e := newEcho(t)
	conn := e.dial()
	reason := "refused"
	e.give(closing(&reason))
	if _, err := io.ReadAll(conn); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("read ended with %v, expected a reset", err)
	}
}

func TestWhatAHostMustNotSend(t *testing.T) {
	e := newEcho(t)
	e.dial()
	for name, frame := range map[string]channel.Frame{
		"unopened stream": {Kind: channel.TunnelData, Stream: 9, Body: []byte("x")},
		"stream 0":        {Kind: channel.TunnelData, Body: []byte("x")},
		"bad credit":      {Kind: channel.TunnelCredit, Stream: 1, Body: []byte("x")},
		"bad close":       {Kind: channel.TunnelClose, Stream: 1, Body: []byte("[]")},
	} {
		if e.Handle(frame) == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestPortThatIsTaken(t *testing.T) {
	e := newEcho(t)
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if e.Listen([]int{taken.Addr().(*net.TCPAddr).Port}) == nil {
		t.Error("listened on a port that is taken")
	}
}

// poor is a listener of a kernel that has no memory left once.
type poor struct {
	net.Listener
	lacked bool
}

func (p *poor) Accept() (net.Conn, error) {
	if p.lacked {
		return p.Listener.Accept()
	}
	p.lacked = true
	return nil, &net.OpError{Op: "accept", Err: syscall.ENOMEM}
}

func TestAcceptGoesOn(t *testing.T) {
	e := newEcho(t)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	e.serve(&poor{Listener: listener}, 7)
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	select {
	case <-e.opens:
	case <-time.After(time.Minute):
		t.Error("nothing is accepted any more")
	}
}

// closing is the host's close of stream 1.
func closing(reason *string) channel.Frame {
	frame := channel.JSONFrame(channel.TunnelClose, channel.TunnelCloseMessage{Error: reason})
	frame.Stream = 1
	return frame
}
