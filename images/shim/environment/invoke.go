package environment

import (
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/runtimeapi"
)

// invoke takes an invocation: frozen processes are thawed by it. It waits for the init where that
// is not done.
func (e *Environment) invoke(message channel.InvokeMessage) error {
	now := time.Now()
	e.mutex.Lock()
	defer e.mutex.Unlock()
	l := e.life
	if l == nil || e.ending > 0 {
		return channel.Malformed("invoke of an environment that is not initialized")
	}
	if l.current != nil {
		return channel.Malformed("invoke while %s is under way", l.current.RequestID)
	}
	if message.EventBytes < 0 || message.ResponseBytesMax < 0 {
		return channel.Malformed("invoke with a negative length")
	}
	l.current = &work{Invocation: runtimeapi.NewInvocation(message, now)}
	l.current.ranWhileUs = e.ranWhileFrozen()
	l.runtime.Accept(l.current.Invocation)
	e.forgetPeaks(e.peaks != nil)
	e.wakesLate = e.sleep.frozen
	if l.ready {
		l.release()
	}
	return nil
}
