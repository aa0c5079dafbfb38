package environment

import (
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

// The host may vanish at any byte: the guest ends, with an error wherever that is within a frame.
func TestHostThatVanishesAtEveryByte(t *testing.T) {
	initialize := channel.AppendMessage(nil, channel.Initialize, channel.InitializeMessage{
		Command: []string{"/bin/sleep", "600"}, WorkingDirectory: "/", UID: os.Getuid(),
		GID: os.Getgid(),
	})
	event := []channel.Frame{
		channel.JSONFrame(channel.Invoke, channel.InvokeMessage{
			RequestID: requestID, RemainingMs: 3000, EventBytes: 2, ResponseBytesMax: 9,
		}),
		{Kind: channel.EventChunk, Body: []byte("{}")},
		{Kind: channel.Ping, Body: []byte("12345678")},
	}
	for name, open := range transports {
		open := open
		t.Run(name+", init", func(t *testing.T) {
			ends := map[int]bool{0: true, len(initialize): true}
			for offset := 0; offset <= len(initialize); offset++ {
				g := newGuestOver(t, open)
				g.SendBytes(initialize[:offset])
				g.vanish(offset, !ends[offset])
			}
		})
		t.Run(name+", event", func(t *testing.T) {
			var script []byte
			ends := map[int]bool{0: true}
			for _, frame := range event {
				script = channel.AppendFrame(script, frame)
				ends[len(script)] = true
			}
			for offset := 0; offset <= len(script); offset++ {
				g := newGuestOver(t, open)
				g.SendBytes(initialize)
				g.expect(channel.Mark, nil)
				next := g.next()
				g.expect(channel.InitCompleted, nil)
				g.SendBytes(script[:offset])
				g.vanish(offset, !ends[offset])
				g.e.KillAll()
				g.server.Disconnect()
				<-next
			}
		})
	}
}

// vanish ends the host and says how the guest must end.
func (g *guest) vanish(offset int, within bool) {
	g.t.Helper()
	g.Host.Close()
	select {
	case err := <-g.ended:
		if within && err == nil || err != nil && !broken(err) &&
			!(within && errors.Is(err, io.ErrUnexpectedEOF)) {
			g.t.Errorf("at byte %d, within a frame %t: %v", offset, within, err)
		}
	case <-time.After(time.Minute):
		g.t.Fatalf("at byte %d: the guest goes on", offset)
	}
}

// broken is the error of a connection that was cut, or of an answer that could not be written.
func broken(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}
