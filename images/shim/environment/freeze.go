package environment

import (
	"runtime"
	"syscall"
	"time"

	"lambox.dev/shim/channel"
)

const (
	// Stopping itself costs processor time: what runs after this is not it any more.
	settleTime = 20 * time.Millisecond
	// Less than this is the measurement's own noise, in microseconds.
	ranNoiseUs = 500
)

// sleep is a freeze, under the environment's mutex.
type sleep struct {
	frozen bool
	// The processor time of the others and how long they may have had it, once things have settled.
	baseline *int64
	settle   *time.Timer
}

// freeze stops every process with one call: no fork escapes it, since the kernel holds the list of
// processes and a fork under way fails with the signal pending. The answer goes first, everything
// else after it.
func (e *Environment) freeze() error {
	start := time.Now()
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.ending > 0 {
		// What is to end must not be stopped on the way.
		return e.send(channel.Frozen, channel.FrozenMessage{})
	}
	if err := e.Processes.SignalAll(syscall.SIGSTOP); err != nil {
		return err
	}
	err := e.send(channel.Frozen, channel.FrozenMessage{
		Processes: e.Census.Last(), DurationUs: time.Since(start).Microseconds(),
	})
	if !e.sleep.frozen {
		e.sleep = sleep{frozen: true}
		e.sleep.settle = time.AfterFunc(settleTime, e.settled)
	}
	return err
}

func (e *Environment) settled() {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.sleep.frozen {
		// Costs nothing where all is still, and catches what a kernel without that promise let
		// through.
		_ = e.Processes.SignalAll(syscall.SIGSTOP)
		baseline := e.othersCPUUs()
		e.sleep.baseline = &baseline
	}
}

// othersCPUUs is the container's processor time without the shim's own, in microseconds.
func (e *Environment) othersCPUUs() int64 {
	var own syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &own) != nil {
		return 0
	}
	return e.Cgroup.CPUUs() - (own.Utime.Nano()+own.Stime.Nano())/1000
}

// ranWhileFrozen is how long some of the processes ran all the same, in microseconds: a process can
// have a timer continue it.
func (e *Environment) ranWhileFrozen() int64 {
	if e.sleep.baseline != nil {
		if ran := e.othersCPUUs() - *e.sleep.baseline; ran >= ranNoiseUs {
			return ran
		}
	}
	return 0
}

// wake continues the processes.
func (e *Environment) wake() {
	if e.sleep.frozen {
		e.sleep.settle.Stop()
		e.sleep = sleep{}
		_ = e.Processes.SignalAll(syscall.SIGCONT)
	}
}

// wakeLate continues the processes for the invocation that came.
func (e *Environment) wakeLate() {
	if !e.wakesLate {
		return
	}
	e.wakesLate = false
	// Lets go first who writes the event.
	runtime.Gosched()
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.wake()
}

// thaw answers with its last word, then continues the processes: awake they would compete with the
// answer for the processor. No frame that comes after it meets them stopped.
func (e *Environment) thaw() error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	err := e.send(channel.Thawed, channel.ThawedMessage{RanWhileFrozenUs: e.ranWhileFrozen()})
	e.wake()
	return err
}
