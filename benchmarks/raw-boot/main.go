// The least that lets AWS's runtime client boot and answer one event: a container's first process
// that serves the Runtime API and says on stdout how far things are. What the cold benchmark
// divides by; it supervises nothing, limits nothing and forgets nothing, since it does not do
// anything else.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const address = "127.0.0.1:9001"

func main() {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		fail(err)
	}
	go func() { fail(http.Serve(listener, &api{event: os.Getenv("RAW_EVENT")})) }()
	runtime := exec.Command("/var/runtime/bootstrap")
	runtime.Dir = "/var/task"
	runtime.Env = append(os.Environ(), "AWS_LAMBDA_RUNTIME_API="+address)
	runtime.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 993, Gid: 990}}
	fail(runtime.Run())
}

func fail(err error) {
	fmt.Println("failed:", err)
	os.Exit(1)
}

type api struct {
	event string
	polls int
}

// ServeHTTP is called by one client, one request after the other.
func (a *api) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	switch path := request.URL.Path; {
	case strings.HasSuffix(path, "/invocation/next"):
		a.polls++
		if a.polls > 1 {
			<-request.Context().Done()
			return
		}
		fmt.Println("next")
		header := w.Header()
		header.Set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
		header.Set("Lambda-Runtime-Invoked-Function-Arn",
			"arn:aws:lambda:us-east-1:000000000000:function:raw")
		header.Set("Lambda-Runtime-Deadline-Ms",
			fmt.Sprint(time.Now().Add(time.Minute).UnixNano()/1e6))
		header.Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, a.event)
	case strings.HasSuffix(path, "/response"):
		body, _ := io.ReadAll(request.Body)
		fmt.Printf("answer %s\n", body)
		w.WriteHeader(http.StatusAccepted)
	default:
		body, _ := io.ReadAll(request.Body)
		fmt.Printf("failed: %s %s\n", path, body)
		w.WriteHeader(http.StatusAccepted)
	}
}
