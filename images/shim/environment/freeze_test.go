package environment

import (
	"sync"
	"syscall"
	"testing"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/scriptedhost"
)

// signals notes what was sent to everything, and sends nothing. The same once more, as when things
// have settled, is no news.
type signals struct {
	mutex sync.Mutex
	last  syscall.Signal
	sent  chan syscall.Signal
}

func (s *signals) note(signal syscall.Signal) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if signal != s.last {
		s.sent <- signal
	}
	s.last = signal
	return nil
}

// want waits for the signals; others may not have come.
func (s *signals) want(t *testing.T, name string, want ...syscall.Signal) {
	t.Helper()
	late := time.After(scriptedhost.Patience)
	for _, each := range want {
		select {
		case got := <-s.sent:
			if got != each {
				t.Errorf("%s: %v, expected %v", name, got, each)
			}
		case <-late:
			t.Fatalf("%s: no %v", name, each)
		}
	}
	if len(s.sent) > 0 {
		t.Errorf("%s: %v besides", name, <-s.sent)
	}
}

// frozen is a guest in its init done, whose processes are stopped for all it knows.
func frozen(t *testing.T) (*guest, *signals) {
	t.Helper()
	g := newGuest(t)
	g.initialize("runtime")
	g.awaitLog("runtime runs")
	g.next()
	g.expect(channel.InitCompleted, nil)
	noted, real := &signals{sent: make(chan syscall.Signal, 100)}, g.e.Processes.SignalAll
	g.signalBy(noted.note)
	t.Cleanup(func() { g.signalBy(real) })
	g.Send(channel.Frame{Kind: channel.Freeze})
	g.expect(channel.Frozen, nil)
	noted.want(t, "freeze", syscall.SIGSTOP)
	return g, noted
}

func (g *guest) signalBy(signal func(syscall.Signal) error) {
	g.e.mutex.Lock()
	defer g.e.mutex.Unlock()
	g.e.Processes.SignalAll = signal
}

func TestThawContinuesOnce(t *testing.T) {
	g, noted := frozen(t)
	g.Send(channel.Frame{Kind: channel.Thaw}, channel.Frame{Kind: channel.Thaw},
		channel.Frame{Kind: channel.Ping})
	g.expect(channel.Thawed, nil)
	g.expect(channel.Thawed, nil)
	g.expect(channel.Pong, nil)
	noted.want(t, "thaw", syscall.SIGCONT)
}

// An invocation continues the processes when what came with it has been taken, whatever that is.
func TestInvocationContinuesBeforeTheNextFrame(t *testing.T) {
	for name, frames := range map[string][]channel.Frame{
		"event":         {{Kind: channel.EventChunk, Body: []byte("{")}},
		"another frame": {{Kind: channel.Ping}},
		"nothing":       nil,
		"the event, a freeze": {{Kind: channel.EventChunk, Body: []byte("{}")},
			{Kind: channel.Freeze}},
	} {
		g, noted := frozen(t)
		invoke := channel.InvokeMessage{RequestID: requestID, EventBytes: 2, ResponseBytesMax: 9}
		g.Send(append([]channel.Frame{channel.JSONFrame(channel.Invoke, invoke)}, frames...)...)
		want := []syscall.Signal{syscall.SIGCONT}
		if name == "the event, a freeze" {
			want = append(want, syscall.SIGSTOP)
		}
		noted.want(t, name, want...)
	}
}
