package channel

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// The host's first word: what is no right welcome is named, to the host, too, where it said it.
func TestWelcome(t *testing.T) {
	head := func(version, kind byte, length int) string {
		return string([]byte{version, kind, 0, 0, 0, byte(length >> 16), byte(length >> 8),
			byte(length)})
	}
	welcome := func(body string) string { return head(Version, byte(Welcome), len(body)) + body }
	for name, each := range map[string]struct {
		said, want string
		complained bool
	}{
		"right":          {welcome(`{"protocol":1}`), "", false},
		"with more":      {welcome(`{"protocol":1,"more":2}`), "", false},
		"another kind":   {head(Version, byte(Ping), 0), "ping, expected welcome", true},
		"guest's kind":   {head(Version, byte(Hello), 0), "hello, expected welcome", true},
		"unknown kind":   {head(Version, 0x3f, 0), "frame of unknown kind 0x3f", true},
		"later frames":   {head(2, byte(Welcome), 0), "frame of version 2", true},
		"too long":       {head(Version, byte(Welcome), BodyMax+1), "welcome of 1048577", true},
		"another":        {welcome(`{"protocol":2}`), "welcome of protocol 2", true},
		"none in it":     {welcome(`{}`), "welcome of protocol 0", true},
		"no JSON":        {welcome(`{`), "welcome whose body cannot be read", true},
		"no body":        {welcome(``), "welcome whose body cannot be read", true},
		"broken off":     {welcome(`{"protocol":1}`)[:12], "no welcome: unexpected EOF", false},
		"nothing at all": {"", "no welcome: EOF", false},
	} {
		t.Run(name, func(t *testing.T) {
			host, guest := net.Pipe()
			heard := make(chan Frame, 1)
			go func() {
				defer close(heard)
				_, _ = strings.NewReader(each.said).WriteTo(host)
				if !each.complained {
					host.Close()
				}
				if frame, err := NewReader(host).Next(); err == nil {
					heard <- frame
				}
			}()
			connection := NewConnection(guest)
			err := connection.AwaitWelcome(time.Minute)
			connection.Close()
			if each.want == "" && err != nil ||
				each.want != "" && (err == nil || !strings.Contains(err.Error(), each.want)) {
				t.Errorf("%v, expected %q", err, each.want)
			}
			frame, complained := <-heard
			if complained != each.complained || complained && (frame.Kind != ProtocolError ||
				!strings.Contains(string(frame.Body), each.want)) {
				t.Errorf("the host heard %s %s", frame.Kind, frame.Body)
			}
		})
	}
}

// A host that says nothing, or stops within a frame, is waited for so long and no longer.
func TestWelcomeThatDoesNotCome(t *testing.T) {
	for name, said := range map[string]string{"nothing": "", "half": "\x01\x0b\x00\x00\x00"} {
		name, said := name, said
		host, guest := net.Pipe()
		go func() { _, _ = strings.NewReader(said).WriteTo(host) }()
		err := NewConnection(guest).AwaitWelcome(50 * time.Millisecond)
		if err == nil || !strings.HasPrefix(err.Error(), "no welcome: ") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := host.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("%s: the connection goes on, %v", name, err)
		}
		host.Close()
	}
}
