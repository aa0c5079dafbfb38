package supervisor

import (
	"os"
	"strconv"
	"syscall"
	"testing"
)

// A signal cuts the reading of a folder short: what was read so far is not all of it.
func TestCensusSeesAllWhileSignalsCome(t *testing.T) {
	const processes = 100
	p := proc{t, t.TempDir()}
	for pid := 2; pid < 2+processes; pid++ {
		p.born(strconv.Itoa(pid), "1")
	}
	census, err := NewCensus(p.root)
	if err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				// What Go itself sends to whoever works for long, and ignores elsewhere.
				_ = syscall.Kill(os.Getpid(), syscall.SIGURG)
			}
		}
	}()
	for look := 0; look < 1000; look++ {
		if count := census.Take().Processes; count != processes {
			t.Errorf("look %d: %d processes, expected %d", look, count, processes)
			break
		}
	}
	close(stop)
	<-stopped
}
