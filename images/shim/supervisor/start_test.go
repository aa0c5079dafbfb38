package supervisor

import (
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"lambox.dev/shim/channel"
)

// reaped starts programs and reaps them. Once in a test: two would reap each other's.
func reaped(t *testing.T) (processes *Processes, exits chan *Process) {
	t.Helper()
	processes, exits = NewProcesses(), make(chan *Process, 10)
	processes.OnExit = func(process *Process) { exits <- process }
	children := Children()
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-children:
				processes.Reap()
			case <-stop:
				return
			}
		}
	}()
	t.Cleanup(func() {
		close(stop)
		// The next test's children are not this one's.
		<-stopped
	})
	return processes, exits
}

func shell(script string) *Program {
	return &Program{
		Path: "/bin/sh", Arguments: []string{"sh", "-c", script}, UID: os.Getuid(),
		GID:       os.Getgid(),
		Variables: []string{"A=1 2", "PATH=/usr/bin:/bin"}, Directory: "/tmp",
	}
}

func TestWhatAProgramGets(t *testing.T) {
	processes, exits := reaped(t)
	got := make(chan string, 100)
	pump := pumpInto(t, got)
	program := shell(`echo $A; pwd; umask; ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj
		ps -o pgid= -p $$ | tr -d ' ' | grep -qx $$ && echo own group; read x || echo no input
		echo framed >/proc/self/fd/62; exit 5`)
	program.OpenFiles = 100
	process, err := processes.Start(RoleRuntime, "sh", program,
		Output{pump.WriteEnd(), pump.WriteEnd()})
	if err != nil {
		t.Fatal(err)
	}
	if exited := <-exits; exited != process || exited.Status.ExitStatus() != 5 {
		t.Errorf("%+v", exited)
	}
	pump.Finish(time.Second)
	close(got)
	var all []string
	for line := range got {
		all = append(all, strings.Join(strings.Fields(line), " "))
	}
	want := "1 2|/tmp|0022|100|100|1000|own group|no input|framed"
	if text := strings.Join(all, "|"); text != want {
		t.Errorf("got\n%s, expected\n%s", text, want)
	}
}

// inherit gives this thread what a program must not get: an inheritable set, where it may, and an
// ignored signal. The thread ends with the test.
func inherit(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	signal.Ignore(syscall.SIGUSR1)
	t.Cleanup(func() { signal.Reset(syscall.SIGUSR1) })
	head := struct{ version, pid uint32 }{version: capabilityVersion}
	var sets [6]uint32
	for _, call := range []uintptr{syscall.SYS_CAPGET, syscall.SYS_CAPSET} {
		// The inheritable set becomes the permitted one.
		sets[2], sets[5] = sets[1], sets[4]
		_, _, errno := syscall.RawSyscall(call, uintptr(unsafe.Pointer(&head)),
			uintptr(unsafe.Pointer(&sets)), 0)
		if errno != 0 {
			t.Fatal(errno)
		}
	}
}

// A shell sets its own signals, so this is none.
func TestSignalsAndCapabilitiesOfAProgram(t *testing.T) {
	inherit(t)
	processes, exits := reaped(t)
	got := make(chan string, 100)
	pump := pumpInto(t, got)
	program := shell("")
	program.Path = "/bin/grep"
	program.Arguments = []string{"grep", "-E", "SigBlk|SigIgn|CapInh", "/proc/self/status"}
	if _, err := processes.Start(RoleRuntime, "grep", program,
		Output{pump.WriteEnd(), -1}); err != nil {
		t.Fatal(err)
	}
	<-exits
	pump.Finish(time.Second)
	close(got)
	for line := range got {
		if fields := strings.Fields(line); fields[1] != "0000000000000000" {
			t.Error(line)
		}
	}
}

func TestWhoMayWriteAnywhereIsStillTheUser(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a capability")
	}
	processes, exits := reaped(t)
	for anywhere, want := range map[bool]string{
		false: "993 0000000000000000 0000000000000000",
		true:  "993 000000000000000a 000000000000000a",
	} {
		got := make(chan string, 100)
		pump := pumpInto(t, got)
		program := shell(`status=$(grep -E '^(Uid|CapEff|CapAmb)' /proc/self/status | cut -f 2)
			echo $status`)
		program.UID, program.GID, program.WritesAnywhere = 993, 990, anywhere
		_, err := processes.Start(RoleRuntime, "sh", program, Output{pump.WriteEnd(), -1})
		if err != nil {
			t.Fatal(err)
		}
		<-exits
		pump.Finish(time.Second)
		if line := strings.TrimSpace(<-got); line != want {
			t.Errorf("got %q, expected %q", line, want)
		}
	}
}

// pumpInto brings each record's text to the channel.
func pumpInto(t *testing.T, got chan string) *LogPump {
	t.Helper()
	pump, err := NewLogPump(StandardOutput, LogChannel{
		SendBytes: func(frames []byte) error {
			reader := channel.NewReader(strings.NewReader(string(frames)))
			for frame, err := reader.Next(); err == nil; frame, err = reader.Next() {
				if record, err := frame.ParseLog(); err == nil {
					got <- string(record.Text)
				}
			}
			return nil
		},
		Send: func(channel.Frame) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return pump
}

func TestStartsThatFail(t *testing.T) {
	processes, exits := reaped(t)
	null, err := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for want, change := range map[string]func(*Program){
		"fork/exec /none: no such file or directory": func(p *Program) { p.Path = "/none" },
		"fork/exec /etc/passwd: permission denied":   func(p *Program) { p.Path = "/etc/passwd" },
		"chdir /none: no such file or directory":     func(p *Program) { p.Directory = "/none" },
		"fork/exec /bin/sh: invalid argument": func(p *Program) {
			p.Arguments[0] = "a\x00b"
		},
	} {
		program := shell("exit")
		change(program)
		_, err := processes.Start(RoleRuntime, "x", program, Output{int(null.Fd()), -1})
		if err == nil || err.Error() != want {
			t.Errorf("%v, expected %s", err, want)
		}
	}
	if len(exits) != 0 {
		t.Error("the exit of a process that never became a program was told")
	}
}

func TestManyStarts(t *testing.T) {
	processes, exits := reaped(t)
	null, err := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	// Beside others that use the runtime: the copy must never wait for what the original would do.
	stop := make(chan struct{})
	for index := 0; index < 4; index++ {
		go func() {
			for {
				select {
				case <-stop:
					return
				default:
					_ = make([]byte, 100000)
				}
			}
		}()
	}
	defer close(stop)
	for index := 0; index < 300; index++ {
		program := shell("exit 0")
		if _, err := processes.Start(RoleRuntime, "x", program,
			Output{int(null.Fd()), -1}); err != nil {
			t.Fatal(err)
		}
		<-exits
	}
}

func BenchmarkStart(b *testing.B) {
	processes := NewProcesses()
	exits := make(chan *Process, 1)
	processes.OnExit = func(process *Process) { exits <- process }
	children := Children()
	null, _ := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	for index := 0; index < b.N; index++ {
		program := shell("exit 0")
		if _, err := processes.Start(RoleRuntime, "x", program,
			Output{int(null.Fd()), -1}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		<-children
		processes.Reap()
		<-exits
		b.StartTimer()
	}
}

func TestStopsAreNoNews(t *testing.T) {
	processes := NewProcesses()
	exits := make(chan *Process, 1)
	processes.OnExit = func(process *Process) { exits <- process }
	children := Children()
	null, err := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	process, err := processes.Start(RoleRuntime, "x", shell("exec sleep 100"),
		Output{int(null.Fd()), -1})
	if err != nil {
		t.Fatal(err)
	}
	processes.Signal(process, syscall.SIGSTOP)
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(process.PID, &status, syscall.WUNTRACED, nil); err != nil ||
		!status.Stopped() {
		t.Fatalf("%v %v", status, err)
	}
	if len(children) != 0 {
		t.Error("a stop was told")
	}
	processes.Signal(process, syscall.SIGCONT)
	processes.Signal(process, syscall.SIGKILL)
	<-children
	processes.Reap()
	<-exits
}
