package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"lambox.dev/shim/supervisor"
)

func init() {
	acts["attack"] = attack
	acts["eat"] = func(words []string) string { return eat(number(words[0])) }
	acts["eatChild"] = func(words []string) string { return wait(start("eat", words[0])) }
	acts["eatMany"] = eatMany
	acts["writers"] = writers
	acts["timer"] = timer
	acts["forks"] = forks
	acts["threads"] = threads
	acts["orphans"] = orphans
	acts["killAll"] = func([]string) string { return fmt.Sprint(syscall.Kill(-1, syscall.SIGKILL)) }
	acts["ignoreTerm"] = func([]string) string { signal.Ignore(syscall.SIGTERM); return "ignored" }
	acts["hoard"] = hoard
	acts["closeAll"] = closeAll
	children["eat"] = func(words []string) { eat(number(words[0])) }
	children["append"] = func(words []string) { appendForever(words[0]) }
	children["session"] = func(words []string) { syscall.Setsid(); appendForever(words[0]) }
	children["parent"] = func(words []string) { start(words...) }
	children["storm"] = storm
	children["threaded"] = threaded
	children["web"] = func([]string) { serveWeb() }
	children["sleep"] = func([]string) { time.Sleep(time.Hour) }
	children["nothing"] = func([]string) {}
}

func program(words ...string) *exec.Cmd {
	return exec.Command("/function", words...)
}

func start(words ...string) *exec.Cmd {
	command := program(words...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Start(); err != nil {
		fmt.Println("start:", err)
	}
	return command
}

func wait(command *exec.Cmd) string {
	return fmt.Sprint(command.Wait())
}

// attack tries everything that must be denied and gives what was not.
func attack([]string) string {
	var allowed []string
	try := func(name string, err error) {
		if err == nil {
			allowed = append(allowed, name)
		}
	}
	try("kill", syscall.Kill(1, syscall.SIGKILL))
	try("stop", syscall.Kill(1, syscall.SIGSTOP))
	runtime.LockOSThread()
	try("ptrace", syscall.PtraceAttach(1))
	try("renice", syscall.Setpriority(syscall.PRIO_PROCESS, 1, 19))
	for _, name := range []string{"environ", "maps", "mem", "fd/0", "root/tmp", "cwd/tmp", "auxv"} {
		file, err := os.Open("/proc/1/" + name)
		if err == nil {
			var some [1]byte
			_, err = file.Read(some[:])
			file.Close()
		}
		try(name, err)
	}
	try("score", os.WriteFile("/proc/1/oom_score_adj", []byte("1000"), 0))
	try("hostname", syscall.Sethostname([]byte("x")))
	try("clock", syscall.Settimeofday(&syscall.Timeval{Sec: 1}))
	try("mount", syscall.Mount("none", "/tmp", "tmpfs", 0, ""))
	try("chroot", syscall.Chroot("/tmp"))
	try("setuid", syscall.Setuid(0))
	try("channel", connect("/var/lambox/channel/s"))
	limit := syscall.Rlimit{Cur: 4096, Max: 4096}
	try("limits", syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	_ = os.WriteFile("/tmp/mine", nil, 0o755)
	for _, folder := range []string{"/var/task", "/opt", "/opt/extensions", "/var/runtime", "/"} {
		try("create in "+folder, os.WriteFile(folder+"/new", nil, 0o755))
		try("replace in "+folder, os.Rename("/tmp/mine", folder+"/function"))
		try("remove "+folder, os.Remove(folder))
		try("move "+folder, os.Rename(folder, "/tmp/moved"))
		try("link in "+folder, os.Symlink("/tmp", folder+"/link"))
	}
	try("remove the program", os.Remove("/function"))
	return strings.Join(allowed, " ")
}

func connect(path string) error {
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	return syscall.Connect(socket, &syscall.SockaddrUnix{Name: path})
}

func eat(megabytes int) string {
	var held [][]byte
	for ; megabytes > 0; megabytes-- {
		block := make([]byte, 1<<20)
		for index := 0; index < len(block); index += 4096 {
			block[index] = 1
		}
		held = append(held, block)
	}
	return fmt.Sprint("ate ", len(held))
}

func eatMany(words []string) string {
	var all []*exec.Cmd
	for count := number(words[0]); count > 0; count-- {
		all = append(all, start("eat", words[1]))
	}
	for _, each := range all {
		wait(each)
	}
	return "done"
}

func appendForever(path string) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		_, _ = file.WriteString("x")
		time.Sleep(100 * time.Microsecond)
	}
}

// writers starts one of each that must not escape a freeze.
func writers([]string) string {
	start("session", "/tmp/session")
	_ = start("parent", "append", "/tmp/orphan").Wait()
	start("storm", "/tmp/storm")
	start("threaded", "/tmp/threads", "200")
	time.Sleep(300 * time.Millisecond)
	return "started"
}

// storm is a chain of processes: each appends, starts the next and ends.
func storm(words []string) {
	file, err := os.OpenFile(words[0], os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	_, _ = file.WriteString("x")
	_ = syscall.Exec("/proc/self/exe", []string{"/function", "parent", "storm", words[0]}, nil)
}

func threaded(words []string) {
	for count := number(words[1]); count > 0; count-- {
		go func() {
			runtime.LockOSThread()
			appendForever(words[0])
		}()
	}
	select {}
}

// timer lets the kernel send SIGCONT to this process every millisecond.
func timer([]string) string {
	event := struct {
		value   uint64
		signal  int32
		notify  int32
		padding [48]byte
	}{signal: int32(syscall.SIGCONT)}
	var id int32
	_, _, errno := syscall.Syscall(syscall.SYS_TIMER_CREATE, 1, uintptr(unsafe.Pointer(&event)),
		uintptr(unsafe.Pointer(&id)))
	if errno != 0 {
		return errno.Error()
	}
	every := [4]int64{0, 1e6, 0, 1e6}
	_, _, errno = syscall.Syscall6(syscall.SYS_TIMER_SETTIME, uintptr(id), 0,
		uintptr(unsafe.Pointer(&every)), 0, 0, 0)
	// Only with a handler does the signal of a timer continue a stopped process.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGCONT)
	go appendForever("/tmp/timer")
	return fmt.Sprint("timer ", errno)
}

// forks starts processes until the limit; they stay. Go ends a program that needs a thread then and
// cannot have it: this one, which is to answer the next event, has its threads before.
func forks([]string) string {
	supervisor.StartThreads()
	withoutHugePages()
	count := 0
	for ; count < 2000; count++ {
		pid, err := syscall.ForkExec("/function", []string{"/function", "sleep"},
			&syscall.ProcAttr{})
		if err != nil || pid == 0 {
			break
		}
	}
	return fmt.Sprint("forked ", count > 50)
}

// withoutHugePages is for the processes that this one starts: where the kernel gives everybody
// pages of 2 MB, a thousand of them have no memory long before they are a thousand.
func withoutHugePages() {
	const disable = 41
	syscall.RawSyscall6(syscall.SYS_PRCTL, disable, 1, 0, 0, 0, 0)
}

func threads(words []string) string {
	// Go ends itself where it cannot have a thread: a child may.
	return wait(start("threaded", "/dev/null", words[0]))
}

func orphans(words []string) string {
	for count := number(words[0]); count > 0; count-- {
		_ = start("parent", "nothing").Wait()
	}
	return "orphaned"
}

func hoard([]string) string {
	count := 0
	for {
		if _, err := os.Open("/dev/null"); err != nil {
			return fmt.Sprint("opened ", count > 900)
		}
		count++
	}
}

// closeAll closes every descriptor but those of the Runtime API's connection.
func closeAll([]string) string {
	for descriptor := 0; descriptor < 3; descriptor++ {
		syscall.Close(descriptor)
	}
	syscall.Close(62)
	return "closed"
}
