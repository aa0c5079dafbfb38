// Package environment is what happens in one execution environment: the host's frames become acts
// of the supervisor and of the APIs, and what these see becomes frames.
package environment

import (
	"io"
	"strings"
	"sync"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/extensionsapi"
	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
	"lambox.dev/shim/supervisor"
	"lambox.dev/shim/telemetryapi"
	"lambox.dev/shim/tunnel"
)

// Parts is what an environment is made of.
type Parts struct {
	Connection *channel.Connection
	Server     *httpserver.Server
	Processes  *supervisor.Processes
	Census     *supervisor.Census
	Cgroup     *supervisor.Cgroup
	// Where the extensions are: /opt but in tests.
	Opt string
	// The function's processes may write wherever root may.
	Relaxed bool
}

// Environment lives as long as the container. Its lives, from `initialize` to `reset`, follow each
// other.
type Environment struct {
	Parts
	oom   *supervisor.OutOfMemory
	epoch time.Time

	mutex sync.Mutex
	// nil before the first `initialize` and after a reset.
	life *life
	// Resets and shutdowns that are under way.
	ending int
	sleep  sleep
	// nil where none are kept.
	peaks *channel.Peaks
	// An invocation came and the processes are yet to go on. The frames' goroutine's alone.
	wakesLate bool
	// Held by the one that is at work.
	oneEnd sync.Mutex
	finish sync.Once
	// Closed when the shim is to exit.
	finished chan struct{}
	tunnels  *tunnel.Tunnels
}

// New is an environment that waits to be initialized.
func New(parts Parts) *Environment {
	e := &Environment{
		Parts: parts, epoch: time.Now(), finished: make(chan struct{}),
		oom: supervisor.NewOutOfMemory(parts.Cgroup, parts.Census),
	}
	e.tunnels = tunnel.New(parts.Connection)
	parts.Processes.OnExit = e.processEnded
	return e
}

// Run handles the host's frames until the channel ends or a shutdown is done. The error is what the
// host must not have sent, or why the channel broke; nil in good order.
func (e *Environment) Run() error {
	frames := make(chan error, 1)
	go func() { frames <- e.handleFrames() }()
	select {
	case err := <-frames:
		return err
	case <-e.finished:
		return nil
	}
}

func (e *Environment) handleFrames() error {
	for {
		if !e.Connection.Ready() {
			// The event is in the runtime's socket before its process goes on: it wakes once.
			e.wakeLate()
		}
		frame, err := e.Connection.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = e.handle(frame)
		}
		if err != nil {
			e.Connection.Complain(err)
			return err
		}
	}
}

func (e *Environment) handle(frame channel.Frame) error {
	if frame.Kind == channel.EventChunk {
		return e.pushEvent(frame.Body)
	}
	e.wakeLate()
	switch frame.Kind {
	case channel.Invoke:
		return parsed(frame, e.invoke)
	case channel.ResponseCredit:
		return credited(frame, e.grantResponse)
	case channel.Freeze:
		return e.freeze()
	case channel.Thaw:
		return e.thaw()
	case channel.Initialize:
		return parsed(frame, e.initialize)
	case channel.Reset:
		return parsed(frame, e.reset)
	case channel.Shutdown:
		return parsed(frame, e.shutdown)
	case channel.Ping:
		return e.Connection.Send(channel.Frame{Kind: channel.Pong, Body: frame.Body})
	case channel.StatsRequest:
		return e.sendStats()
	case channel.TunnelData, channel.TunnelClose, channel.TunnelCredit:
		return e.tunnels.Handle(frame)
	}
	return channel.Malformed("%s, which a host does not send here", frame.Kind)
}

func credited(frame channel.Frame, act func(int)) error {
	credit, err := frame.ParseCredit()
	if err != nil {
		return channel.Malformed("%v", err)
	}
	act(credit)
	return nil
}

func (e *Environment) grantResponse(credit int) {
	if life := e.current(); life != nil {
		life.runtime.GrantResponse(credit)
	}
}

func (e *Environment) pushEvent(chunk []byte) error {
	if life := e.current(); life != nil {
		return life.runtime.PushEvent(chunk)
	}
	// What was under way when the processes were reset.
	return nil
}

func (e *Environment) current() *life {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.life
}

// Serve is the router of all APIs.
func (e *Environment) Serve(w *httpserver.Response, request *httpserver.Request) {
	life := e.enter()
	if life == nil {
		runtimeapi.NotFound(w)
		return
	}
	defer life.requests.Done()
	path := request.Path
	switch {
	case strings.HasPrefix(path, extensionsapi.Prefix):
		life.registry.Serve(w, request)
	case path == telemetryapi.TelemetryPath, path == telemetryapi.LogsPath:
		telemetryapi.Refuse(w, request, life.registry)
	default:
		life.runtime.Serve(w, request)
	}
}

// enter counts a request: a reset is done only when the last one is.
func (e *Environment) enter() *life {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.life == nil || e.life.closed {
		return nil
	}
	e.life.requests.Add(1)
	return e.life
}

func (e *Environment) send(kind channel.Kind, message interface{}) error {
	return e.Connection.SendMessage(kind, message)
}
