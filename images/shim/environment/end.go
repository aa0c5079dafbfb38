package environment

import (
	"syscall"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/supervisor"
)

// Budgets of the end (contract §3.3).
const (
	internalBudget = 500 * time.Millisecond
	externalBudget = 2 * time.Second
	// The runtime's share of the external budget.
	runtimeBudget = externalBudget * 3 / 10

	killTimeout = 500 * time.Millisecond
	logTimeout  = 500 * time.Millisecond
)

func (e *Environment) reset(message channel.EndMessage) error {
	e.mutex.Lock()
	ending := e.ending > 0
	e.mutex.Unlock()
	if ending {
		return channel.Malformed("reset during a reset or shutdown")
	}
	e.beginEnd(message.Reason, func(duration time.Duration, life lifeAtItsEnd) {
		_ = e.send(channel.ResetDone, channel.ResetDoneMessage{
			DurationUs: duration.Microseconds(), MemoryBytes: life.memoryBytes,
			Extensions: life.extensions,
		})
	})
	return nil
}

func (e *Environment) shutdown(message channel.EndMessage) error {
	e.beginEnd(message.Reason, func(duration time.Duration, _ lifeAtItsEnd) {
		_ = e.send(channel.ShutdownDone,
			channel.ShutdownDoneMessage{DurationUs: duration.Microseconds()})
		e.finish.Do(func() { close(e.finished) })
	})
	return nil
}

// lifeAtItsEnd is what is known of a life before its processes are told.
type lifeAtItsEnd struct {
	memoryBytes int64
	extensions  []channel.ExtensionMessage
}

// beginEnd ends the life beside the frames that still come. Exits are no news from here on. A
// shutdown may come during a reset and follows it.
func (e *Environment) beginEnd(reason string, done func(time.Duration, lifeAtItsEnd)) {
	start := time.Now()
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.ending++
	go func() {
		e.oneEnd.Lock()
		defer e.oneEnd.Unlock()
		count := e.Census.Take()
		atItsEnd := lifeAtItsEnd{memoryBytes: count.MemoryBytes}
		l := e.current()
		if l != nil {
			e.mutex.Lock()
			e.notePeaks()
			atItsEnd.extensions = l.extensionsOfInit()
			e.mutex.Unlock()
			l.end(start, reason)
		}
		e.KillAll()
		e.oom.Restart()
		if l != nil {
			l.finish()
		}
		e.mutex.Lock()
		e.life, e.sleep = nil, sleep{}
		e.ending--
		e.mutex.Unlock()
		giveMemoryBack()
		done(time.Since(start), atItsEnd)
	}()
}

// KillAll ends every process and returns when none is left.
func (e *Environment) KillAll() {
	for !e.Processes.KillAll(killTimeout) {
		// Uninterruptible sleep: it ends, or the host ends the container.
		continue
	}
}

// end lets the processes end by themselves as far as the contract lets them.
func (l *life) end(start time.Time, reason string) {
	e := l.environment
	l.memoryLook.Stop()
	close(l.stopped)
	all, external := l.registry.Count()
	if all > 0 {
		e.mutex.Lock()
		e.wake()
		entry := l.entry
		e.mutex.Unlock()
		budget := internalBudget
		if external > 0 {
			budget = runtimeBudget
		}
		l.endRuntime(entry, start.Add(budget))
	}
	if external > 0 {
		l.endExtensions(reason, start.Add(externalBudget))
	}
	e.KillAll()
	// What was being started when the reset came.
	<-l.begun
}

func (l *life) endRuntime(entry *supervisor.Process, deadline time.Time) {
	if entry == nil {
		return
	}
	l.environment.Processes.Signal(entry, syscall.SIGTERM)
	if !exitedBy(entry, deadline) {
		l.environment.Processes.Signal(entry, syscall.SIGKILL)
	}
}

func (l *life) endExtensions(reason string, deadline time.Time) {
	unsubscribed := l.registry.Shutdown(reason, deadline.UnixNano()/1e6)
	l.environment.mutex.Lock()
	agents := make(map[string]*supervisor.Process, len(l.agents))
	for name, process := range l.agents {
		agents[name] = process
	}
	l.environment.mutex.Unlock()
	for _, name := range unsubscribed {
		if process := agents[name]; process != nil {
			l.environment.Processes.Signal(process, syscall.SIGKILL)
		}
	}
	for _, process := range agents {
		if !exitedBy(process, deadline) {
			return
		}
	}
}

func exitedBy(process *supervisor.Process, deadline time.Time) bool {
	late := time.NewTimer(time.Until(deadline))
	defer late.Stop()
	select {
	case <-process.Exited:
		return true
	case <-late.C:
		return false
	}
}

// finish ends what served the processes: nothing of this life reaches the host after its end.
func (l *life) finish() {
	e := l.environment
	e.mutex.Lock()
	l.closed = true
	pumps := l.pumps
	e.mutex.Unlock()
	l.runtime.Close()
	l.registry.Close()
	e.Server.Clear()
	l.requests.Wait()
	l.runtime.Wait()
	for _, pump := range pumps {
		pump.Finish(logTimeout)
	}
	e.tunnels.Close()
}
