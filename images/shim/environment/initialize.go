package environment

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/runtimeapi"
	"lambox.dev/shim/supervisor"
)

const disableExtensionsFile = "disable-extensions-jwigqn8j"

// initialize begins a life.
func (e *Environment) initialize(message channel.InitializeMessage) error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.life != nil || e.ending > 0 {
		return channel.Malformed("initialize of an environment that is initialized")
	}
	_, err := os.Stat(filepath.Join(e.Opt, disableExtensionsFile))
	e.life = e.newLife(message, err != nil)
	e.forgetPeaks(message.KeepPeaks)
	go e.life.begin()
	return nil
}

// begin starts the extensions and, when all have registered, the runtime. The host owns the
// deadline.
func (l *life) begin() {
	defer close(l.begun)
	if err := l.environment.tunnels.Listen(l.message.HostServices); err != nil {
		l.startFailed(supervisor.RoleRuntime, "", "Sandbox.Failure", err.Error())
		return
	}
	if l.registry.Enabled() && !l.beginExtensions() {
		return
	}
	l.mark("extensionsReady")
	output, err := l.newPump(supervisor.StandardOutput)
	if err != nil {
		l.startFailed(supervisor.RoleRuntime, "", "Sandbox.Failure", err.Error())
		return
	}
	defer output.CloseWriteEnd()
	to := supervisor.Output{Standard: output.WriteEnd(), Log: -1}
	if l.message.LogDescriptor {
		framed, err := l.newPump(supervisor.FramedOutput)
		if err != nil {
			l.startFailed(supervisor.RoleRuntime, "", "Sandbox.Failure", err.Error())
			return
		}
		defer framed.CloseWriteEnd()
		to.Log = framed.WriteEnd()
	}
	l.beginRuntime(to)
}

func (l *life) beginRuntime(to supervisor.Output) {
	path, arguments, problem := resolveCommand(l.message)
	if problem != "" {
		l.startFailed(supervisor.RoleRuntime, filepath.Base(path), "Runtime.InvalidEntrypoint",
			problem)
		return
	}
	extra := []string{"AWS_LAMBDA_RUNTIME_API=" + runtimeapi.Address}
	if to.Log >= 0 {
		extra = append(extra, fmt.Sprintf("_LAMBDA_TELEMETRY_LOG_FD=%d", supervisor.LogDescriptor))
	}
	program := l.program(path, arguments, l.message.Variables, extra)
	program.Directory = l.message.WorkingDirectory
	if l.isStopped() {
		return
	}
	if err := l.startRuntime(program, to); err != nil {
		l.startFailed(supervisor.RoleRuntime, filepath.Base(path), runtimeErrorType(err),
			err.Error())
	}
}

func (l *life) startRuntime(program *supervisor.Program, to supervisor.Output) error {
	l.starting.Lock()
	defer l.starting.Unlock()
	process, err := l.environment.Processes.Start(supervisor.RoleRuntime,
		filepath.Base(program.Path), program, to)
	if err != nil {
		return err
	}
	l.environment.mutex.Lock()
	l.entry = process
	l.environment.mutex.Unlock()
	l.mark("runtimeStarted")
	return nil
}

func runtimeErrorType(err error) string {
	if failed, ok := err.(*supervisor.StartError); ok {
		switch failed.Step {
		case supervisor.StepDirectory:
			return "Runtime.InvalidWorkingDir"
		case supervisor.StepProgram:
			return "Runtime.InvalidEntrypoint"
		}
	}
	return "Sandbox.Failure"
}

// beginExtensions starts every file in /opt/extensions (contract §2.1) and waits for them to
// register.
func (l *life) beginExtensions() bool {
	folder := filepath.Join(l.environment.Opt, "extensions")
	// No folder: no extensions.
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		if !entry.IsDir() && !l.beginExtension(entry.Name(), filepath.Join(folder, entry.Name())) {
			return false
		}
	}
	for !l.registry.AllRegistered() {
		select {
		case <-l.registered:
		case <-l.stopped:
			return false
		}
	}
	return true
}

func (l *life) beginExtension(name, path string) bool {
	if l.isStopped() {
		return false
	}
	if !l.registry.AddExternal(name) {
		l.startFailed(supervisor.RoleExtension, name, "Extension.LaunchError",
			"ErrTooManyExtensions")
		return false
	}
	output, err := l.newPump(supervisor.ExtensionOutput)
	if err != nil {
		l.startFailed(supervisor.RoleExtension, name, "Extension.LaunchError", err.Error())
		return false
	}
	defer output.CloseWriteEnd()
	program := l.program(path, []string{path}, l.message.ExtensionVariables,
		[]string{"AWS_LAMBDA_RUNTIME_API=" + runtimeapi.Address})
	process, err := l.environment.Processes.Start(supervisor.RoleExtension, name, program,
		supervisor.Output{Standard: output.WriteEnd(), Log: -1})
	if err != nil {
		failed, ok := err.(*supervisor.StartError)
		l.registry.NoteLaunchError(name, ok && os.IsPermission(failed.Errno))
		l.startFailed(supervisor.RoleExtension, name, "Extension.LaunchError", err.Error())
		return false
	}
	l.environment.mutex.Lock()
	defer l.environment.mutex.Unlock()
	l.agents[name] = process
	return true
}

func (l *life) isStopped() bool {
	select {
	case <-l.stopped:
		return true
	default:
		return false
	}
}

func (l *life) newPump(source int) (*supervisor.LogPump, error) {
	connection := l.environment.Connection
	pump, err := supervisor.NewLogPump(source, supervisor.LogChannel{
		Epoch: l.environment.epoch, SendBytes: connection.SendBytes,
		Send: func(frame channel.Frame) error { return connection.Send(frame) },
	})
	if err != nil {
		return nil, err
	}
	l.environment.mutex.Lock()
	defer l.environment.mutex.Unlock()
	l.pumps = append(l.pumps, pump)
	return pump, nil
}

func (l *life) program(path string, arguments []string, variables map[string]string, extra []string,
) *supervisor.Program {
	limits := l.message.Limits
	return &supervisor.Program{
		Path: path, Arguments: arguments, Variables: list(variables, extra),
		UID: l.message.UID, GID: l.message.GID, WritesAnywhere: l.environment.Relaxed,
		OpenFiles: limits.OpenFiles, StackBytes: limits.StackBytes,
		CoreBytes:   limits.CoreBytes,
		LockedBytes: limits.LockedBytes,
	}
}

// list leaves out what no process can have, and what the shim itself says.
func list(variables map[string]string, extra []string) []string {
	all := append([]string{}, extra...)
	for name, value := range variables {
		if name != "" && !strings.ContainsAny(name, "=\x00") && !strings.Contains(value, "\x00") &&
			!named(extra, name) {
			all = append(all, name+"="+value)
		}
	}
	sort.Strings(all)
	return all
}

func named(variables []string, name string) bool {
	for _, each := range variables {
		if strings.HasPrefix(each, name+"=") {
			return true
		}
	}
	return false
}
