package rawio

import (
	"bytes"
	"io"
	"os"
	"syscall"
	"testing"
	"time"
)

// pairs are the two transports: a socket, whose one descriptor does both, and two pipes.
var pairs = map[string]func(t *testing.T) (near *Duplex, far io.ReadWriteCloser){
	"socket": func(t *testing.T) (*Duplex, io.ReadWriteCloser) {
		ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		must(t, err)
		return duplex(t, ends[0], ends[0]), os.NewFile(uintptr(ends[1]), "far")
	},
	"pipes": func(t *testing.T) (*Duplex, io.ReadWriteCloser) {
		var in, out [2]int
		must(t, syscall.Pipe(in[:]))
		must(t, syscall.Pipe(out[:]))
		return duplex(t, in[0], out[1]), &twoPipes{
			os.NewFile(uintptr(out[0]), "far"), os.NewFile(uintptr(in[1]), "far"),
		}
	},
}

type twoPipes struct{ from, to *os.File }

func (p *twoPipes) Read(into []byte) (int, error)  { return p.from.Read(into) }
func (p *twoPipes) Write(from []byte) (int, error) { return p.to.Write(from) }

func (p *twoPipes) Close() error {
	p.from.Close()
	return p.to.Close()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func duplex(t *testing.T, in, out int) *Duplex {
	t.Helper()
	must(t, syscall.SetNonblock(in, true))
	must(t, syscall.SetNonblock(out, true))
	d, err := NewDuplex(in, out)
	must(t, err)
	t.Cleanup(func() { d.Close() })
	return d
}

func eachPair(t *testing.T, try func(t *testing.T, near *Duplex, far io.ReadWriteCloser)) {
	for name, open := range pairs {
		open := open
		t.Run(name, func(t *testing.T) {
			near, far := open(t)
			defer far.Close()
			try(t, near, far)
		})
	}
}

func TestBothDirectionsAtOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, near *Duplex, far io.ReadWriteCloser) {
		go func() { _, _ = io.Copy(far, far) }()
		sent := bytes.Repeat([]byte("0123456789abcdef"), 1<<18)
		go func() { _, _ = near.Write(sent) }()
		got := make([]byte, len(sent))
		if _, err := io.ReadFull(near, got); err != nil || !bytes.Equal(got, sent) {
			t.Errorf("%d bytes of %d, %v", len(got), len(sent), err)
		}
	})
}

// A writer that waits goes on however its waiting and the other side's reading meet.
func TestWritesThatWaitForRoom(t *testing.T) {
	eachPair(t, func(t *testing.T, near *Duplex, far io.ReadWriteCloser) {
		const rounds, bytesEach = 3000, 40000
		go func() {
			piece := make([]byte, bytesEach)
			for round := 0; round < rounds; round++ {
				_, _ = near.Write(piece)
			}
		}()
		read := make(chan int64, 1)
		go func() {
			count, _ := io.Copy(io.Discard, io.LimitReader(far, rounds*bytesEach))
			read <- count
		}()
		select {
		case count := <-read:
			if count != rounds*bytesEach {
				t.Errorf("%d bytes", count)
			}
		case <-time.After(time.Minute):
			t.Fatal("the writer waits for room that there is")
		}
	})
}

func readOne(near *Duplex, ended chan<- error) {
	_, err := near.Read(make([]byte, 1))
	ended <- err
}

func TestTheOtherSidesEnd(t *testing.T) {
	eachPair(t, func(t *testing.T, near *Duplex, far io.ReadWriteCloser) {
		ended := make(chan error, 2)
		go readOne(near, ended)
		far.Close()
		if err := <-ended; err != io.EOF {
			t.Errorf("read: %v", err)
		}
		for {
			if _, err := near.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
}

func TestCloseEndsWhatWaits(t *testing.T) {
	eachPair(t, func(t *testing.T, near *Duplex, far io.ReadWriteCloser) {
		ended := make(chan error, 2)
		go readOne(near, ended)
		go func() {
			_, err := near.Write(make([]byte, 64<<20))
			ended <- err
		}()
		near.Close()
		for count := 0; count < 2; count++ {
			if <-ended == nil {
				t.Error("a success")
			}
		}
	})
}
