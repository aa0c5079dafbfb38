package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"lambox.dev/shim/supervisor"
)

func init() {
	acts["meddle"] = func([]string) string { return meddled("meddle", "Running") }
	acts["answerThenMeddle"] = answerThenMeddle
	acts["closeEverything"] = closeEverything
	acts["limits"] = limits
	acts["connect"] = connectMany
	acts["heads"] = heads
	acts["dial"] = dial
	acts["lowerAndFork"] = func(words []string) string {
		return wait(start("lowerAndFork", words[0]))
	}
	acts["answerAround"] = answerAround
	acts["meddleLater"] = func([]string) string { start("meddle", "Ready"); return "later" }
	acts["failAndMeddle"] = failAndMeddle
	children["meddle"] = meddle
	children["lowerAndFork"] = lowerAndFork
	acts["meddleEarly"] = func([]string) string { return meddled("meddleEarly") }
	children["meddleEarly"] = meddleEarly
}

// meddled is what a second process heard from the Runtime API.
func meddled(words ...string) string {
	command := program(words...)
	output, err := command.Output()
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(output))
}

// meddle calls everything that is not its own, in the state that is given.
func meddle(words []string) {
	awaitState(words[0])
	hear([][2]string{
		{"POST", "invocation/unknown/response"}, {"POST", "invocation/unknown/error"},
		{"POST", "init/error"}, {"GET", "invocation/next"}, {"DELETE", "invocation/next"},
		{"GET", "../../../etc/passwd"},
	})
}

// meddleEarly spares `init/error` and `next`, which would make the init its own.
func meddleEarly([]string) {
	hear([][2]string{
		{"POST", "invocation/unknown/response"}, {"POST", "invocation/unknown/error"},
		{"DELETE", "invocation/next"}, {"GET", "../../../etc/passwd"},
	})
}

func hear(calls [][2]string) {
	heard := []string{"heard"}
	for _, each := range calls {
		heard = append(heard, status(each[0], each[1]))
	}
	fmt.Println(strings.Join(heard, " "))
}

// awaitState asks for what is refused once the init is over, until the refusal names the state.
func awaitState(state string) {
	for text := ""; !strings.Contains(text, "from "+state+" "); {
		response := call("POST", "/2018-06-01/runtime/init/error", "{}")
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		text = string(body)
	}
}

func status(method, route string) string {
	patience, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(patience, method, api+route, strings.NewReader("{}"))
	if err != nil {
		return err.Error()
	}
	request.Header.Set("Lambda-Runtime-Function-Error-Type", "A.b")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "waits"
	}
	response.Body.Close()
	return fmt.Sprint(response.StatusCode)
}

// answerThenMeddle lets the second process loose when the answer is out and nobody is in `next`.
func answerThenMeddle(words []string) string {
	response := call("POST", "/2018-06-01/runtime/invocation/"+words[0]+"/response", "early")
	response.Body.Close()
	fmt.Println(meddled("meddle", "RuntimeResponseSentState"))
	return "late"
}

// answerAround lets it loose while half of the answer, a response or an error, is out.
func answerAround(words []string) string {
	body, half := io.Pipe()
	answered := make(chan string)
	go func() {
		response, err := http.Post(api+"invocation/"+words[2]+"/"+words[0], "text/plain", body)
		if err != nil {
			answered <- err.Error()
			return
		}
		response.Body.Close()
		answered <- response.Status
	}()
	_, _ = half.Write([]byte("half"))
	fmt.Println(meddled("meddle", words[1]))
	half.Close()
	return <-answered
}

// failAndMeddle leaves no way on but the end.
func failAndMeddle([]string) string {
	call("POST", "/2018-06-01/runtime/init/error", "{}").Body.Close()
	fmt.Println(meddled("meddle", "InitError"))
	os.Exit(4)
	return ""
}

// closeEverything leaves nothing open, then ends without any help of Go's runtime.
func closeEverything([]string) string {
	for descriptor := 0; descriptor < 1024; descriptor++ {
		_, _, _ = syscall.RawSyscall(syscall.SYS_CLOSE, uintptr(descriptor), 0, 0)
	}
	for {
		_, _, _ = syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 9, 0, 0)
	}
}

// limits takes from itself what can be taken. It has its threads before: see forks.
func limits([]string) string {
	supervisor.StartThreads()
	const processes = 6
	for _, resource := range []int{syscall.RLIMIT_NOFILE, syscall.RLIMIT_FSIZE,
		syscall.RLIMIT_CORE, processes} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{}); err != nil {
			return err.Error()
		}
	}
	return "limited"
}

var held []net.Conn

func connectMany(words []string) string {
	for count := number(words[0]); count > 0; count-- {
		conn, err := net.Dial("tcp", os.Getenv("AWS_LAMBDA_RUNTIME_API"))
		if err != nil {
			return err.Error()
		}
		held = append(held, conn)
	}
	return "connected"
}

// heads begins as many requests as told, with 1 MB of lines of so many bytes, and ends none.
func heads(words []string) string {
	lineBytes := number(words[1])
	line := "a:" + strings.Repeat("b", lineBytes-4) + "\r\n"
	begun := []byte("GET / HTTP/1.1\r\n" + strings.Repeat(line, (1<<20)/lineBytes))
	for count := number(words[0]); count > 0; count-- {
		conn, err := net.Dial("tcp", os.Getenv("AWS_LAMBDA_RUNTIME_API"))
		if err != nil {
			return err.Error()
		}
		held = append(held, conn)
		// One that is refused is closed at once.
		_, _ = conn.Write(begun)
	}
	return "begun"
}

// dial says the words to a service and gives what that says until it closes.
func dial(words []string) string {
	conn, err := net.Dial("tcp", "127.0.0.1:"+words[0])
	if err != nil {
		return err.Error()
	}
	defer conn.Close()
	_, _ = fmt.Fprint(conn, strings.Join(words[1:], " "))
	_ = conn.(*net.TCPConn).CloseWrite()
	text, err := io.ReadAll(conn)
	return fmt.Sprintf("%s, %v", text, err)
}

// lowerAndFork fills the memory with processes that are smaller than the shim, and of which none is
// more the kernel's victim than that.
func lowerAndFork(words []string) {
	if err := os.WriteFile("/proc/self/oom_score_adj", []byte("0"), 0); err != nil {
		fmt.Println(err)
	}
	for count := number(words[0]); count > 0; count-- {
		start("sleep")
	}
	time.Sleep(time.Hour)
}
