// One static program in three parts, by the name it is started under: a function that speaks the
// Runtime API by itself, a web server on port 8080, and the adapter between that and Lambda.
package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

var api = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API")

func main() {
	switch filepath.Base(os.Args[0]) {
	case "adapter":
		adapt()
	case "server":
		serve()
	default:
		handle(facts)
	}
}

// facts of the process, and what it may write.
func facts(event []byte) []byte {
	directory, _ := os.Getwd()
	answer, _ := json.Marshal(map[string]interface{}{
		"arguments": os.Args,
		"directory": directory,
		"user":      os.Getuid(),
		"mark":      os.Getenv("MARK"),
		"handler":   os.Getenv("_HANDLER"),
		"tmp":       os.WriteFile("/tmp/x", event, 0o600) == nil,
		"data":      os.WriteFile("/data/x", event, 0o600) == nil,
		"event":     json.RawMessage(event),
	})
	return answer
}

// handle is the loop of a runtime client.
func handle(answer func([]byte) []byte) {
	invocations := api + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(invocations + "next")
		must(err)
		event, err := io.ReadAll(next.Body)
		must(err)
		next.Body.Close()
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		body := bytes.NewReader(answer(event))
		response, err := http.Post(invocations+id+"/response", "application/json", body)
		must(err)
		response.Body.Close()
	}
}

func serve() {
	http.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		answer, _ := json.Marshal(map[string]string{
			"method": request.Method, "path": request.URL.Path, "body": string(body),
		})
		response.Write(answer)
	})
	must(http.ListenAndServe(":8080", nil))
}

// adapt is an extension that polls for events in the runtime's place, as web adapters do.
func adapt() {
	register()
	for {
		connection, err := net.Dial("tcp", "127.0.0.1:8080")
		if err == nil {
			connection.Close()
			break
		}
		time.Sleep(time.Millisecond)
	}
	handle(func(event []byte) []byte {
		response, err := http.Post("http://127.0.0.1:8080/events", "", bytes.NewReader(event))
		must(err)
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		must(err)
		return answer
	})
}

// register for no event: an extension that is never asked for its next one.
func register() {
	extension := api + "/2020-01-01/extension/"
	body := bytes.NewReader([]byte(`{"events":[]}`))
	request, err := http.NewRequest(http.MethodPost, extension+"register", body)
	must(err)
	request.Header.Set("Lambda-Extension-Name", "adapter")
	response, err := http.DefaultClient.Do(request)
	must(err)
	response.Body.Close()
	next, err := http.NewRequest(http.MethodGet, extension+"event/next", nil)
	must(err)
	identifier := response.Header.Get("Lambda-Extension-Identifier")
	next.Header.Set("Lambda-Extension-Identifier", identifier)
	go http.DefaultClient.Do(next)
}

func must(err error) {
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(3)
	}
}
