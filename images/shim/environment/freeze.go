package environment

import (
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
// processes and a fork under way fails with the signal pending.
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
	duration := time.Since(start)
	if !e.sleep.frozen {
		e.sleep = sleep{frozen: true}
		e.sleep.settle = time.AfterFunc(settleTime, e.settled)
	}
	return e.send(channel.Frozen, channel.FrozenMessage{
		Processes: e.Census.Processes(), DurationUs: duration.Microseconds(),
	})
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
	return e.Cgroup.CPU().UsedUs - (own.Utime.Nano()+own.Stime.Nano())/1000
}

// wake continues the processes and says how long some of them ran all the same, in microseconds: a
// process can have a timer continue it.
func (e *Environment) wake() (ranWhileFrozenUs int64) {
	if !e.sleep.frozen {
		return 0
	}
	e.sleep.settle.Stop()
	if e.sleep.baseline != nil {
		if ran := e.othersCPUUs() - *e.sleep.baseline; ran >= ranNoiseUs {
			ranWhileFrozenUs = ran
		}
	}
	e.sleep = sleep{}
	_ = e.Processes.SignalAll(syscall.SIGCONT)
	return ranWhileFrozenUs
}

func (e *Environment) thaw() error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.send(channel.Thawed, channel.ThawedMessage{RanWhileFrozenUs: e.wake()})
}
