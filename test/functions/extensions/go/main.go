// An external extension in Go, written against the documentation of the Extensions API. $GO_EXTENSION
// says, in words like `invoke=exit`, where it misbehaves.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const name = "go"

type event struct {
	EventType          string `json:"eventType"`
	DeadlineMs         int64  `json:"deadlineMs"`
	RequestID          string `json:"requestId"`
	InvokedFunctionArn string `json:"invokedFunctionArn"`
	ShutdownReason     string `json:"shutdownReason"`
	Tracing            struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"tracing"`
}

var identifier string

func main() {
	note("started")
	misbehave("start")
	register()
	note("registered")
	misbehave("init")
	for {
		event := next()
		remainingMs := event.DeadlineMs - time.Now().UnixMilli()
		switch event.EventType {
		case "INVOKE":
			note("INVOKE", event.RequestID, event.InvokedFunctionArn, event.Tracing.Type,
				event.Tracing.Value, remainingMs)
			fmt.Println("go: works on " + event.RequestID)
			misbehave("invoke")
		case "SHUTDOWN":
			note("SHUTDOWN", event.ShutdownReason, remainingMs)
			fmt.Println("go: ends by " + event.ShutdownReason)
			tellWitness(fmt.Sprintf("SHUTDOWN %s %d", event.ShutdownReason, remainingMs))
			misbehave("shutdown")
			return
		}
	}
}

func register() {
	events := strings.Split(knob("events", "INVOKE,SHUTDOWN"), ",")
	if events[0] == "none" {
		events = []string{}
	}
	body, _ := json.Marshal(map[string][]string{"events": events})
	response := call("POST", "register", string(body), "Lambda-Extension-Name", filepath.Base(os.Args[0]))
	identifier = response.Header.Get("Lambda-Extension-Identifier")
}

func next() event {
	var told event
	response := call("GET", "event/next", "")
	if err := json.NewDecoder(response.Body).Decode(&told); err != nil {
		panic(err)
	}
	return told
}

func call(method, path, body string, headers ...string) *http.Response {
	url := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2020-01-01/extension/" + path
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Lambda-Extension-Identifier", identifier)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	return response
}

func misbehave(phase string) {
	word, value, _ := strings.Cut(knob(phase, ""), ":")
	switch word {
	case "error":
		path := map[string]string{"init": "init/error"}[phase]
		if path == "" {
			path = "exit/error"
		}
		call("POST", path, `{"errorMessage":"no","errorType":"`+value+`","stackTrace":[]}`,
			"Lambda-Extension-Function-Error-Type", value)
		os.Exit(1)
	case "exit":
		var code int
		fmt.Sscan(value, &code)
		os.Exit(code)
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "slow":
		duration, _ := time.ParseDuration(value)
		time.Sleep(duration)
		if knob(phase+"-then", "") == "exit" {
			os.Exit(5)
		}
	case "hang":
		time.Sleep(time.Hour)
	}
}

func knob(key, otherwise string) string {
	for _, word := range strings.Fields(os.Getenv("GO_EXTENSION")) {
		if strings.HasPrefix(word, key+"=") {
			return word[len(key)+1:]
		}
	}
	return otherwise
}

func note(words ...interface{}) {
	file, err := os.OpenFile("/tmp/journal", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	fmt.Fprintf(file, "%s %s", name, fmt.Sprintln(words...))
}

// tellWitness speaks to somebody outside the container: nothing inside outlives it.
func tellWitness(text string) {
	if url := os.Getenv("WITNESS"); url != "" {
		_, _ = http.Post(url, "text/plain", strings.NewReader(text))
	}
}
