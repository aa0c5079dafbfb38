package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"lambox.dev/shim/supervisor"
)

func init() {
	acts["eat"] = func(words []string) string { return eat(number(words[0])) }
	acts["eatChild"] = func(words []string) string { return wait(start("glutton", words[0])) }
	acts["outlastChild"] = outlastChild
	acts["eatMany"] = eatMany
	acts["writers"] = writers
	acts["timer"] = timer
	acts["forks"] = forks
	acts["threads"] = threads
	acts["orphans"] = orphans
	acts["killAll"] = killAll
	acts["outliveTerm"] = outliveTerm
	acts["hoard"] = hoard
	acts["closeAll"] = closeAll
	children["eat"] = func(words []string) { eat(number(words[0])) }
	children["glutton"] = glutton
	children["append"] = func(words []string) { appendForever(words[0]) }
	children["session"] = func(words []string) { syscall.Setsid(); appendForever(words[0]) }
	children["parent"] = func(words []string) { start(words...) }
	children["storm"] = storm
	children["threaded"] = threaded
	children["web"] = func([]string) { serveWeb() }
	children["sleep"] = func([]string) { time.Sleep(time.Hour) }
	children["nothing"] = func([]string) {}
}

// itself is not the same path everywhere: as a function of the product it is a `bootstrap`.
func itself() string {
	path, err := os.Executable()
	if err != nil {
		fmt.Println(err)
	}
	return path
}

func program(words ...string) *exec.Cmd {
	return exec.Command(itself(), words...)
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

func eat(megabytes int) string {
	return eatNoting(megabytes, func() {})
}

// eatNoting calls `note` ahead of each megabyte.
func eatNoting(megabytes int, note func()) string {
	var held [][]byte
	for ; megabytes > 0; megabytes-- {
		note()
		block := make([]byte, 1<<20)
		for index := 0; index < len(block); index += 4096 {
			block[index] = 1
		}
		held = append(held, block)
	}
	return fmt.Sprint("ate ", len(held))
}

// outlastChild goes on after its child: the report must not wait for the end of the event.
func outlastChild(words []string) string {
	wait(start("glutton", words[0]))
	select {}
}

// glutton has another name than the runtime, and /tmp/ate says when it was last alive. It takes its
// time: who is large is looked for every 25 ms.
func glutton(words []string) {
	if err := os.WriteFile("/proc/self/comm", []byte("glutton"), 0); err != nil {
		fmt.Println(err)
	}
	file, err := os.Create("/tmp/ate")
	if err != nil {
		fmt.Println(err)
		return
	}
	eatNoting(number(words[0]), func() {
		time.Sleep(time.Millisecond)
		_, _ = file.WriteAt([]byte(strconv.FormatInt(time.Now().UnixNano(), 10)), 0)
	})
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

// threaded says when all its threads are there.
func threaded(words []string) {
	count := number(words[1])
	var running sync.WaitGroup
	running.Add(count)
	for index := 0; index < count; index++ {
		go func() {
			runtime.LockOSThread()
			running.Done()
			appendForever(words[0])
		}()
	}
	running.Wait()
	fmt.Println(count, "threads")
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

// forks makes copies of this process until there is no room for one more; they stay. Go ends a
// program that needs a thread then and cannot have it: this one, which is to answer the next event,
// has its threads before.
func forks([]string) string {
	supervisor.StartThreads()
	withoutHugePages()
	count := 0
	errno := fork()
	for ; errno == 0; errno = fork() {
		count++
	}
	// The limit is 1,024; this process and PID 1 have their threads.
	return fmt.Sprint("almost all forked ", count > 950 && count < 1024, ", then ", errno)
}

// fork leaves a copy that only waits, of one thread: it may do nothing but system calls.
//
//go:nosplit
//go:norace
func fork() syscall.Errno {
	pid, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	for errno == 0 && pid == 0 {
		syscall.RawSyscall6(syscall.SYS_PPOLL, 0, 0, 0, 0, 0, 0)
	}
	return errno
}

// withoutHugePages is for the processes that this one starts: where the kernel gives everybody
// pages of 2 MB, a thousand of them have no memory long before they are a thousand.
func withoutHugePages() {
	const disable = 41
	syscall.RawSyscall6(syscall.SYS_PRCTL, disable, 1, 0, 0, 0, 0)
}

// killAll reaches its child and everybody else of this user; the caller is spared.
func killAll([]string) string {
	child := start("sleep")
	return fmt.Sprint(syscall.Kill(-1, syscall.SIGKILL), ", ", wait(child))
}

// outliveTerm says that it was asked to end, and goes on.
func outliveTerm([]string) string {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM)
	go func() {
		for each := range asked {
			fmt.Println("asked to end:", each)
		}
	}()
	return "outlives"
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
