package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
)

func init() {
	acts["registerItself"] = registerItself
}

const extensions = "/opt/extensions/"

// extension plays an external extension. What it does stands in its name, before a dash.
func extension(name string) {
	role, _, _ := strings.Cut(name, "-")
	switch role {
	case "crashAtStart":
		os.Exit(5)
	case "tells":
		fmt.Println(name, descriptors())
		fmt.Println(name, identity(nil))
	}
	id := register(name, "INVOKE", "SHUTDOWN")
	switch role {
	case "crashRegistered":
		os.Exit(6)
	case "initError":
		post(id, "init/error")
		select {}
	case "adapter":
		go adapt()
	case "leaves":
		go leaveWhenAsked()
	}
	for {
		event := nextEvent(id)
		fmt.Println(name, event.EventType, event.RequestID+event.ShutdownReason)
		switch role + event.EventType {
		case "crashAtEventINVOKE":
			os.Exit(7)
		case "exitErrorINVOKE":
			post(id, "exit/error")
			select {}
		case "crashAtShutdownSHUTDOWN":
			os.Exit(8)
		case "staysSHUTDOWN":
			select {}
		}
		if event.EventType == "SHUTDOWN" {
			os.Exit(0)
		}
	}
}

// leaveWhenAsked waits for somebody who opens the other end.
func leaveWhenAsked() {
	const path = "/tmp/leave"
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		fmt.Println(err)
	}
	if _, err := os.Open(path); err != nil {
		fmt.Println(err)
	}
	os.Exit(9)
}

// registerItself makes the runtime an internal extension, too.
func registerItself([]string) string {
	id := register("internal", "INVOKE")
	go func() {
		for {
			nextEvent(id)
		}
	}()
	return "registered"
}

func call(method, path, body string, headers ...string) *http.Response {
	request, err := http.NewRequest(method,
		"http://"+os.Getenv("AWS_LAMBDA_RUNTIME_API")+path, strings.NewReader(body))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for index := 0; index < len(headers); index += 2 {
		request.Header.Set(headers[index], headers[index+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return response
}

func register(name string, events ...string) (id string) {
	response := call("POST", "/2020-01-01/extension/register",
		fmt.Sprintf(`{"events":["%s"]}`, strings.Join(events, `","`)),
		"Lambda-Extension-Name", name)
	defer response.Body.Close()
	return response.Header.Get("Lambda-Extension-Identifier")
}

func post(id, route string) {
	call("POST", "/2020-01-01/extension/"+route, "why", "Lambda-Extension-Identifier", id,
		"Lambda-Extension-Function-Error-Type", "Extension.Bad").Body.Close()
}

type extensionEvent struct {
	EventType, RequestID, ShutdownReason string
}

func nextEvent(id string) (event extensionEvent) {
	response := call("GET", "/2020-01-01/extension/event/next", "", "Lambda-Extension-Identifier",
		id)
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&event); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return event
}

const webAddress = "127.0.0.1:8080"

// serveWeb is an entry point that knows nothing of Lambda.
func serveWeb() {
	fmt.Println(http.ListenAndServe(webAddress, http.HandlerFunc(
		func(w http.ResponseWriter, request *http.Request) {
			body, _ := io.ReadAll(request.Body)
			fmt.Fprintf(w, "web %s", body)
		})))
}

// adapt polls in the name of the web server.
func adapt() {
	for {
		next := call("GET", "/2018-06-01/runtime/invocation/next", "")
		event, _ := io.ReadAll(next.Body)
		next.Body.Close()
		var answer *http.Response
		for err := io.EOF; err != nil; {
			answer, err = http.Post("http://"+webAddress, "text/plain",
				strings.NewReader(string(event)))
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		call("POST", "/2018-06-01/runtime/invocation/"+id+"/response", string(text)).Body.Close()
	}
}
