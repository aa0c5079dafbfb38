package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// What test/contract/runtime asks of every language; the function's handler names the scenario.
var scenarios = map[string]interface{}{
	"echo":         func(event interface{}) (interface{}, error) { return event, nil },
	"sizes":        sizes,
	"state":        state,
	"failures":     failures,
	"context":      contextScenario,
	"logs":         logs,
	"shutdown":     func() (string, error) { return "ready", nil },
	"growth":       growth,
	"once.handler": func() (string, error) { return "the second try", nil },
}

// What a scenario does before its first event.
var beginnings = map[string]func(){
	"state":          func() { fmt.Println("module code runs") },
	"exits.handler":  func() { os.Exit(3) },
	"leaves.handler": func() { os.Exit(0) },
	"hungry.handler": grow,
	"once.handler":   failOnce,
	"shutdown":       sayTermination,
}

type action struct {
	Action string `json:"action"`
	Code   int    `json:"code"`
	Signal string `json:"signal"`
	Count  int    `json:"count"`
	Length int    `json:"length"`
}

// An event tells how long it is; a number asks for a response of so many bytes.
func sizes(event interface{}) (interface{}, error) {
	switch value := event.(type) {
	case float64:
		return strings.Repeat("r", int(value)-2), nil
	case string:
		return len(value) + 2, nil
	}
	return nil, fmt.Errorf("neither a text nor a number: %v", event)
}

var loadedAt = time.Now().UnixNano()

func state(event action) (interface{}, error) {
	count++
	visits, err := os.OpenFile("/tmp/visits", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer visits.Close()
	if _, err := visits.WriteString("x"); err != nil {
		return nil, err
	}
	if event.Action == "exit" {
		os.Exit(1)
	}
	info, err := visits.Stat()
	if err != nil {
		return nil, err
	}
	return map[string]interface{}{"count": count, "visits": info.Size(), "loadedAt": loadedAt}, nil
}

// OrderError is a failure of the function's own.
type OrderError struct{}

func (OrderError) Error() string { return "no such order" }

var signals = map[string]syscall.Signal{
	"SIGKILL": syscall.SIGKILL,
	"SIGTERM": syscall.SIGTERM,
	"SIGSEGV": syscall.SIGSEGV,
}

func failures(event action) (interface{}, error) {
	switch event.Action {
	case "throw":
		return nil, OrderError{}
	case "exit":
		os.Exit(event.Code)
	case "kill":
		if err := syscall.Kill(os.Getpid(), signals[event.Signal]); err != nil {
			return nil, err
		}
		time.Sleep(time.Hour)
	case "grow":
		grow()
	case "hang":
		time.Sleep(time.Hour)
	case "spin":
		for {
		}
	}
	return map[string]interface{}{"pid": os.Getpid()}, nil
}

func grow() {
	var kept [][]byte
	for {
		kept = append(kept, bytes.Repeat([]byte{1}, 8<<20))
	}
}

func failOnce() {
	if _, err := os.Stat("/tmp/tried"); err == nil {
		return
	}
	if err := os.WriteFile("/tmp/tried", nil, 0o644); err != nil {
		panic(err)
	}
	panic("the first try")
}

func sayTermination() {
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	go func() {
		<-terminated
		fmt.Println("SIGTERM")
		os.Exit(0)
	}()
}

func contextScenario(ctx context.Context, event action) (interface{}, error) {
	deadline, _ := ctx.Deadline()
	if event.Action == "remaining" {
		first := time.Until(deadline).Milliseconds()
		time.Sleep(50 * time.Millisecond)
		return map[string]interface{}{"first": first, "second": time.Until(deadline).Milliseconds()}, nil
	}
	known, _ := lambdacontext.FromContext(ctx)
	return map[string]interface{}{
		"context":       known,
		"functionName":  lambdacontext.FunctionName,
		"version":       lambdacontext.FunctionVersion,
		"memoryLimitMb": lambdacontext.MemoryLimitInMB,
		"logGroup":      lambdacontext.LogGroupName,
		"logStream":     lambdacontext.LogStreamName,
		"traceId":       os.Getenv("_X_AMZN_TRACE_ID"),
	}, nil
}

func logs(event action) error {
	switch event.Action {
	case "order":
		for number := 0; number < event.Count; number++ {
			fmt.Printf("line %d\n", number)
		}
	case "raw":
		fmt.Print("one\ntwo\n\nthree")
		fmt.Fprint(os.Stderr, " and\nfour\n")
	case "long":
		fmt.Println(strings.Repeat("y", event.Length))
	}
	return nil
}

var (
	kept     [][]byte
	resident = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`)
)

func growth(event action) (interface{}, error) {
	switch event.Action {
	case "leak":
		kept = append(kept, bytes.Repeat([]byte{1}, 1024))
	case "look":
		return look()
	}
	return strings.Repeat("x", 1024), nil
}

func look() (interface{}, error) {
	runtime.GC()
	debug.FreeOSMemory()
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return nil, err
	}
	held := map[string]int{"descriptors": len(descriptors)}
	for name, process := range map[string]string{"bytes": "self", "shimBytes": "1"} {
		status, err := os.ReadFile("/proc/" + process + "/status")
		if err != nil {
			return nil, err
		}
		kilobytes, err := strconv.Atoi(string(resident.FindSubmatch(status)[1]))
		if err != nil {
			return nil, err
		}
		held[name] = kilobytes * 1024
	}
	return held, nil
}
