// Package supervisor runs the function's processes: start, freeze, reset, reaping, memory, out of
// memory, logs.
package supervisor

import (
	"os"
	"sync"
	"syscall"
	"time"

	"lambox.dev/shim/rawio"
)

// What a process is for.
const (
	RoleRuntime   = "runtime"
	RoleExtension = "extension"
)

// Process is one that the shim started; what it starts itself is only counted and killed.
type Process struct {
	PID  int
	Role string
	Name string
	// Closed when it was reaped; the fields below are good from then on.
	Exited  chan struct{}
	Status  syscall.WaitStatus
	RSSMax  int64
	EndedAt time.Time

	// The stage has become the program, and it has ended; under the lock of the table.
	started, ended bool
}

// Processes is every process of the container but the shim. It reaps them all.
type Processes struct {
	// OnExit is told of each started process that ended, outside the lock of the table.
	OnExit func(process *Process)
	// SignalAll signals every process but the caller and PID 1.
	SignalAll func(signal syscall.Signal) error

	reaping sync.Mutex
	mutex   sync.Mutex
	running map[int]*Process
	// Told after each round of reaping whether any child is left.
	childless chan bool
}

// NewProcesses expects to be PID 1, or its SignalAll replaced.
func NewProcesses() *Processes {
	return &Processes{SignalAll: signalAll, running: map[int]*Process{},
		childless: make(chan bool, 1)}
}

// first says whether this is PID 1.
var first = os.Getpid() == 1

// signalAll is the one call that reaches everything: children of other sessions, orphans, fork
// storms. As root outside a container it would stop the machine.
func signalAll(signal syscall.Signal) error {
	if !first {
		return syscall.EPERM
	}
	err := rawio.Kill(-1, signal)
	if err == syscall.ESRCH {
		return nil
	}
	return err
}

// Reap takes the status of everything that ended. Called at each SIGCHLD.
func (p *Processes) Reap() {
	p.reaping.Lock()
	defer p.reaping.Unlock()
	for {
		var status syscall.WaitStatus
		var usage syscall.Rusage
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, &usage)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			p.report(err == syscall.ECHILD)
			return
		}
		p.reaped(pid, status, usage.Maxrss*1024)
	}
}

func (p *Processes) report(childless bool) {
	select {
	case <-p.childless:
	default:
	}
	p.childless <- childless
}

func (p *Processes) reaped(pid int, status syscall.WaitStatus, rssMax int64) {
	// A start holds the lock until the new process is in the table.
	p.mutex.Lock()
	process := p.running[pid]
	delete(p.running, pid)
	if process == nil {
		p.mutex.Unlock()
		return
	}
	process.Status, process.RSSMax, process.EndedAt, process.ended = status, rssMax, time.Now(),
		true
	started := process.started
	p.mutex.Unlock()
	close(process.Exited)
	if started {
		p.OnExit(process)
	}
}

// becameProgram: from now on its end is news; where it has ended already this is the moment to
// tell.
func (p *Processes) becameProgram(process *Process) {
	p.mutex.Lock()
	process.started = true
	ended := process.ended
	p.mutex.Unlock()
	if ended {
		p.OnExit(process)
	}
}

// Signal signals the process's group.
func (p *Processes) Signal(process *Process, signal syscall.Signal) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.running[process.PID] == process {
		// It may be gone in this moment; that is what the signal is for.
		_ = syscall.Kill(-process.PID, signal)
	}
}

// KillAll ends every process and returns when none is left, not even unreaped; false: some are
// still there after the timeout (uninterruptible sleep).
func (p *Processes) KillAll(timeout time.Duration) bool {
	late := time.NewTimer(timeout)
	defer late.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		_ = p.SignalAll(syscall.SIGKILL)
		p.Reap()
		// What this round reported is the newest: Reap replaces it.
		select {
		case childless := <-p.childless:
			if childless {
				return true
			}
		default:
		}
		select {
		case <-p.childless:
			// Something ended; look again at once.
		case <-again.C:
		case <-late.C:
			return false
		}
	}
}
