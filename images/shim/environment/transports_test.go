package environment

import (
	"io"
	"os"
	"syscall"
	"testing"

	"lambox.dev/shim/rawio"
)

type transport func(t *testing.T) (host, guest io.ReadWriteCloser)

// transports are the two that there are, with the guest's ends as the shim has them.
var transports = map[string]transport{
	"socket": func(t *testing.T) (host, guest io.ReadWriteCloser) {
		const kind = syscall.SOCK_STREAM | syscall.SOCK_CLOEXEC
		ends, err := syscall.Socketpair(syscall.AF_UNIX, kind, 0)
		must(t, err)
		return fileOf(t, ends[0]), duplexOf(t, ends[1], ends[1])
	},
	"pipes": func(t *testing.T) (host, guest io.ReadWriteCloser) {
		var down, up [2]int
		must(t, syscall.Pipe2(down[:], syscall.O_CLOEXEC))
		must(t, syscall.Pipe2(up[:], syscall.O_CLOEXEC))
		return &twoPipes{fileOf(t, up[0]), fileOf(t, down[1])}, duplexOf(t, down[0], up[1])
	},
}

// fileOf is watched by Go's poller, so that closing it ends a read.
func fileOf(t *testing.T, descriptor int) *os.File {
	t.Helper()
	must(t, syscall.SetNonblock(descriptor, true))
	return os.NewFile(uintptr(descriptor), "host")
}

func duplexOf(t *testing.T, in, out int) *rawio.Duplex {
	t.Helper()
	must(t, syscall.SetNonblock(in, true))
	must(t, syscall.SetNonblock(out, true))
	duplex, err := rawio.NewDuplex(in, out)
	must(t, err)
	return duplex
}

type twoPipes struct{ from, to *os.File }

func (p *twoPipes) Read(into []byte) (int, error)  { return p.from.Read(into) }
func (p *twoPipes) Write(from []byte) (int, error) { return p.to.Write(from) }

func (p *twoPipes) Close() error {
	p.from.Close()
	return p.to.Close()
}
