package environment

import (
	"fmt"
	"syscall"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/supervisor"
)

// Only a response that its reader holds back takes so long.
const settleTimeout = 500 * time.Millisecond

// startFailed reports a process that never ran.
func (l *life) startFailed(role, name, errorType, text string) {
	e := l.environment
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if l.failed || e.ending > 0 {
		return
	}
	l.failed = true
	l.drain()
	_ = e.send(channel.ProcessExited, channel.ProcessExitedMessage{
		Process: role, Name: name, ErrorType: errorType, Message: text, SinceUs: l.sinceUs(),
		Extensions: l.extensionsOfInit(),
	})
}

// processEnded is the supervisor's: a process that the shim started has ended. Only the first
// failure of a life is told, and none during a reset (contract §1.6, §3.3).
func (e *Environment) processEnded(process *supervisor.Process) {
	l := e.current()
	if l == nil || !l.isNews(process) {
		return
	}
	// What it asked of the APIs came first, and is told first.
	e.Server.Settle(settleTimeout)
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.life != l || e.ending > 0 || l.failed {
		return
	}
	l.failed = true
	l.memoryLook.Stop()
	l.drain()
	count := e.Census.Take()
	e.notePeaks()
	memory := count.MemoryBytes + process.RSSMax
	message := describeExit(process)
	message.SinceUs, message.MemoryBytes = l.sinceUs(), memory
	message.Extensions = l.extensionsOfInit()
	killed := process.Status.Signaled() && process.Status.Signal() == syscall.SIGKILL
	if victim, found := e.oom.Look(true); found {
		if killed {
			victim.Name, victim.MemoryBytes = process.Name, process.RSSMax
		}
		l.reportVictim(victim)
	}
	if killed && l.victims && process.Role == supervisor.RoleRuntime {
		message.ErrorType = "Runtime.OutOfMemory"
	}
	_ = e.send(channel.ProcessExited, message)
}

// isNews notes that a process ended and says whether the host is to hear of it.
func (l *life) isNews(process *supervisor.Process) bool {
	e := l.environment
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.ending > 0 {
		return false
	}
	if process.Role == supervisor.RoleExtension {
		l.registry.NoteExit(process.Name)
	}
	return !l.failed
}

func describeExit(process *supervisor.Process) channel.ProcessExitedMessage {
	message := channel.ProcessExitedMessage{Process: process.Role, Name: process.Name}
	text := ""
	if process.Status.Signaled() {
		name := process.Status.Signal().String()
		message.Signal = &name
		text = "signal: " + name
	} else {
		code := process.Status.ExitStatus()
		message.ExitCode = &code
		text = fmt.Sprintf("exit status %d", code)
	}
	clean := message.ExitCode != nil && *message.ExitCode == 0
	switch {
	case process.Role == supervisor.RoleExtension:
		message.ErrorType, message.Message = "Extension.Crash", text
		if clean {
			message.Message = "exit code 0"
		}
	case clean:
		message.ErrorType, message.Message = "Runtime.ExitError",
			"Runtime exited without providing a reason"
	default:
		message.ErrorType, message.Message = "Runtime.ExitError", "Runtime exited with error: "+text
	}
	return message
}
