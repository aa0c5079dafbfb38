package environment

import (
	"sync"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/extensionsapi"
	"lambox.dev/shim/runtimeapi"
	"lambox.dev/shim/supervisor"
)

// memoryLookInterval is how often the kernel's counter of killed processes is read while the
// function runs, and how often is looked for peaks, where they are kept.
const memoryLookInterval = 25 * time.Millisecond

// life is everything between an `initialize` and the reset that ends it. Its fields are under the
// environment's mutex unless they say otherwise.
type life struct {
	environment *Environment
	message     channel.InitializeMessage
	started     time.Time
	runtime     *runtimeapi.Runtime
	registry    *extensionsapi.Registry
	memoryLook  *time.Timer

	// Closed when a reset begins; when the goroutine that starts processes has returned.
	stopped, begun chan struct{}
	// Held while the runtime's process is started: it may poll before its start is told.
	starting sync.Mutex
	// Requests of the APIs that are being answered.
	requests sync.WaitGroup
	// Told when an extension registered. Not under the mutex.
	registered chan struct{}

	output *supervisor.LogPump
	pumps  []*supervisor.LogPump
	entry  *supervisor.Process
	agents map[string]*supervisor.Process
	polled bool
	ready  bool
	failed bool
	closed bool
	// The kernel killed something for want of memory in this init or invocation.
	victims bool
	// How long the container had been throttled at the end of what came before: what is idle or
	// frozen is not throttled.
	throttledUs int64
	current     *work
}

// work is the invocation that a life works on.
type work struct {
	*runtimeapi.Invocation
	released      time.Time
	runtimeDoneUs int64
	cpuUs         int64
	ranWhileUs    int64
}

func (e *Environment) newLife(message channel.InitializeMessage, extensions bool) *life {
	l := &life{
		environment: e, message: message, started: time.Now(), stopped: make(chan struct{}),
		begun:      make(chan struct{}),
		registered: make(chan struct{}, 1), agents: map[string]*supervisor.Process{},
	}
	l.runtime = runtimeapi.NewRuntime(e.Connection, l)
	l.registry = extensionsapi.NewRegistry(message.Function, l, extensions)
	l.memoryLook = time.AfterFunc(memoryLookInterval, l.lookAtMemory)
	return l
}

func (l *life) sinceUs() int64 {
	if l.current != nil {
		return l.current.SinceUs()
	}
	return time.Since(l.started).Microseconds()
}

// RuntimePolled is the runtime's: it is in `next`.
func (l *life) RuntimePolled(first bool) {
	e := l.environment
	if first {
		l.starting.Lock()
		l.starting.Unlock()
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if first {
		l.polled = true
		l.registry.CloseRegistration()
		l.mark("runtimeReady")
	}
	l.evaluate()
}

// InitErrorPosted is the runtime's.
func (l *life) InitErrorPosted(message channel.InitErrorMessage) {
	_ = l.environment.send(channel.InitError, message)
}

// ExtensionsChanged is an extension's: it registered, or is in `next`.
func (l *life) ExtensionsChanged() {
	select {
	case l.registered <- struct{}{}:
	default:
	}
	e := l.environment
	e.mutex.Lock()
	defer e.mutex.Unlock()
	l.evaluate()
}

// ExtensionFailed is an extension's. The first failure counts.
func (l *life) ExtensionFailed(message channel.ExtensionErrorMessage) {
	e := l.environment
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if l.failed || e.ending > 0 {
		return
	}
	l.failed = true
	l.drain()
	message.Extensions = l.extensionsOfInit()
	_ = e.send(channel.ExtensionError, message)
}

// extensionsOfInit is what the end of an init that failed says of each extension; nothing after it.
func (l *life) extensionsOfInit() []channel.ExtensionMessage {
	if l.ready {
		return nil
	}
	return l.registry.Describe()
}

func (l *life) mark(name string) {
	_ = l.environment.send(channel.Mark, channel.MarkMessage{
		Mark: name, SinceUs: time.Since(l.started).Microseconds(),
	})
}

// evaluate finds out whether the init or the invocation has become complete.
func (l *life) evaluate() {
	e := l.environment
	if e.ending > 0 || l.failed || e.life != l {
		return
	}
	if !l.ready {
		if l.polled && l.registry.AllReady() {
			l.completeInit()
		}
		return
	}
	work := l.current
	if work == nil || !l.runtime.Done(work.Invocation) {
		return
	}
	if work.runtimeDoneUs == 0 {
		work.runtimeDoneUs = time.Since(work.released).Microseconds()
	}
	if l.registry.Idle() {
		l.completeInvocation(work)
	}
}

func (l *life) completeInit() {
	e := l.environment
	l.ready = true
	l.memoryLook.Stop()
	l.drain()
	count := e.Census.Take()
	l.settleVictims(count)
	l.throttledUs = e.Cgroup.CPU().ThrottledUs
	_ = e.send(channel.InitCompleted, channel.InitCompletedMessage{
		DurationUs: time.Since(l.started).Microseconds(), MemoryBytes: count.MemoryBytes,
		RuntimeRelease: l.runtime.Release(), Extensions: l.registry.Describe(),
	})
	if l.current != nil {
		l.release()
	}
}

func (l *life) completeInvocation(work *work) {
	e := l.environment
	durationUs := time.Since(work.released).Microseconds()
	l.memoryLook.Stop()
	l.drain()
	count := e.Census.Take()
	l.settleVictims(count)
	l.current = nil
	e.notePeaks()
	cpu := e.Cgroup.CPU()
	_ = e.send(channel.InvocationCompleted, channel.InvocationCompletedMessage{
		RequestID: work.RequestID, DurationUs: durationUs, RuntimeDurationUs: work.runtimeDoneUs,
		MemoryBytes: count.MemoryBytes, CPUUs: cpu.UsedUs - work.cpuUs,
		ThrottledUs: cpu.ThrottledUs - l.throttledUs, RanWhileFrozenUs: work.ranWhileUs,
		Processes: count.Processes,
	})
	l.throttledUs = cpu.ThrottledUs
}

// release gives the invocation to the extensions, then to the runtime.
func (l *life) release() {
	work := l.current
	work.cpuUs = l.environment.Cgroup.CPUUs()
	l.memoryLook.Reset(memoryLookInterval)
	work.released = time.Now()
	l.registry.Invoke(work.InvokeMessage, work.DeadlineMs)
	l.runtime.Deliver(work.Invocation)
}

// drain sends all that was written so far.
func (l *life) drain() {
	for _, pump := range l.pumps {
		pump.Drain()
	}
}

func (l *life) lookAtMemory() {
	e := l.environment
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.ending > 0 || e.life != l || (l.ready && l.current == nil) {
		return
	}
	l.noteVictim(false)
	e.notePeaks()
	l.memoryLook.Reset(memoryLookInterval)
}

// settleVictims tells of whom the kernel killed until the end of an init or an event: that explains
// no later exit.
func (l *life) settleVictims(count supervisor.Count) {
	if !count.Calm && l.environment.oom.Killed() {
		l.noteVictim(true)
	}
	l.victims = false
}

func (l *life) noteVictim(final bool) {
	if victim, killed := l.environment.oom.Look(final); killed {
		l.reportVictim(victim)
	}
}

func (l *life) reportVictim(victim supervisor.Victim) {
	l.victims = true
	_ = l.environment.send(channel.OutOfMemory, channel.OutOfMemoryMessage{
		Victim: victim.Name, MemoryBytes: victim.MemoryBytes, Kills: victim.Kills,
		SinceUs: l.sinceUs(),
	})
}
