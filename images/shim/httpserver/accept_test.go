package httpserver

import (
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// poor is a listener of a kernel that has nothing left a few times.
type poor struct {
	listener
	lacks []syscall.Errno
}

func (p *poor) Accept() (net.Conn, error) {
	if len(p.lacks) == 0 {
		return p.listener.Accept()
	}
	lack := p.lacks[0]
	p.lacks = p.lacks[1:]
	return nil, &net.OpError{Op: "accept", Err: lack}
}

// A kernel that lacks something has it again later, and nobody else listens.
func TestAcceptGoesOn(t *testing.T) {
	server, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	lacks := []syscall.Errno{syscall.ENOMEM, syscall.ENOBUFS, syscall.ENOSPC, syscall.EMFILE,
		syscall.ENFILE}
	server.listener = &poor{server.listener, lacks}
	start := time.Now()
	ended := make(chan error, 1)
	go func() {
		ended <- server.Serve(HandlerFunc(echo))
		// Who waits to be accepted hears of it.
		server.Close()
	}()
	got := exchange(t, func() net.Conn {
		conn, err := net.Dial("tcp", server.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}, "GET / HTTP/1.0\r\n\r\n")
	if !strings.Contains(got, "200 OK") {
		t.Errorf("%q", got)
	}
	if took := time.Since(start); took < time.Duration(len(lacks))*acceptPause {
		t.Errorf("%d tries in %v", len(lacks), took)
	}
	server.Close()
	if err := <-ended; err == nil {
		t.Error("no reason")
	}
}
