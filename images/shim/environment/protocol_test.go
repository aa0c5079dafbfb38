package environment

import (
	"strings"
	"testing"

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
	for name, open := range transports {
		g := newGuestOver(t, open)
		ping := channel.Frame{Kind: channel.Ping, Body: []byte("12345678")}
		for _, each := range channel.AppendFrame(nil, ping) {
			g.SendBytes([]byte{each})
		}
		frame, err := g.Expect(channel.Pong)
		if err != nil || string(frame.Body) != string(ping.Body) {
			t.Errorf("%s: %q, %v", name, frame.Body, err)
		}
	}
}
