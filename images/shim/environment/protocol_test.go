package environment

import (
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"lambox.dev/shim/channel"
)

func TestWhatAHostMustNotSend(t *testing.T) {
	invoke := channel.JSONFrame(channel.Invoke,
		channel.InvokeMessage{RequestID: "r", EventBytes: 1})
	for name, each := range map[string]struct {
		bytes []byte
		want  string
	}{
		"unknown kind":    {[]byte{1, 0x3f, 0, 0, 0, 0, 0, 0}, "unknown kind 0x3f"},
		"unknown version": {[]byte{2, 1, 0, 0, 0, 0, 0, 0}, "version 2"},
		"too long":        {[]byte{1, 1, 0, 0, 0, 0x10, 0, 1}, "1048577"},
		"guest's kind":    {[]byte{1, 0x40, 0, 0, 0, 0, 0, 0}, "hello, which a host does not send"},
		"no JSON":         {[]byte{1, 7, 0, 0, 0, 0, 0, 1, '{'}, "reset"},
		"invoke first":    {channel.AppendFrame(nil, invoke), "not initialized"},
	} {
		g := newGuest(t)
		g.SendBytes(each.bytes)
		_, err := g.Expect(channel.ProtocolError)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := <-g.ended; err == nil || !strings.Contains(err.Error(), each.want) {
			t.Errorf("%s: ended with %v, expected %q", name, err, each.want)
		}
	}
}

// The host may vanish at any byte: the guest ends, with an error where it is within a frame.
func TestHostThatVanishesAtEveryByte(t *testing.T) {
	script := channel.AppendFrame(nil, channel.Frame{Kind: channel.Ping, Body: []byte("12345678")})
	frames := len(script)
	script = channel.AppendFrame(script, channel.Frame{Kind: channel.StatsRequest})
	for offset := 0; offset <= len(script); offset++ {
		g := newGuest(t)
		g.SendBytes(script[:offset])
		g.Host.Close()
		select {
		case err := <-g.ended:
			within := offset != 0 && offset != frames && offset != len(script)
			if within != (err == io.ErrUnexpectedEOF) && err != nil && !broken(err) {
				t.Errorf("at byte %d: %v", offset, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("at byte %d: the guest goes on", offset)
		}
	}
}

// broken is the error of an answer that could not be written any more.
func broken(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

func TestPingAndStats(t *testing.T) {
	g := newGuest(t)
	g.Send(channel.Frame{Kind: channel.Ping, Body: []byte("abc")},
		channel.Frame{Kind: channel.StatsRequest})
	if frame, err := g.Expect(channel.Pong); err != nil || string(frame.Body) != "abc" {
		t.Errorf("%s %v", frame.Body, err)
	}
	var stats channel.StatsMessage
	g.expect(channel.Stats, &stats)
	if stats.ShimMemoryBytes < 1<<20 {
		t.Errorf("%+v", stats)
	}
}

// One byte at a time is read like all at once.
func TestFramesInPieces(t *testing.T) {
	g := newGuest(t)
	script := channel.AppendFrame(nil, channel.Frame{Kind: channel.Ping, Body: []byte("12345678")})
	for _, each := range script {
		g.SendBytes([]byte{each})
	}
	g.expect(channel.Pong, nil)
}
