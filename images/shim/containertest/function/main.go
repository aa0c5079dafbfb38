// The function that the container tests run: each event names what it does.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

var api = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/"

func main() {
	if len(os.Args) > 1 {
		child(os.Args[1:])
		return
	}
	if act := os.Getenv("AT_INIT"); act != "" {
		perform(act)
	}
	for {
		next, err := http.Get(api + "invocation/next")
		if err != nil {
			fmt.Println("next:", err)
			os.Exit(1)
		}
		body, err := io.ReadAll(next.Body)
		next.Body.Close()
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		var act string
		if err != nil || json.Unmarshal(body, &act) != nil {
			act = fmt.Sprintf("say %d bytes, %v", len(body), err)
		}
		answer := perform(act)
		response, err := http.Post(api+"invocation/"+id+"/response", "application/json",
			bytes.NewReader([]byte(answer)))
		if err != nil {
			fmt.Println("response:", err)
			os.Exit(1)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
}

func perform(act string) string {
	words := strings.Fields(act)
	if len(words) == 0 {
		return act
	}
	if known, found := acts[words[0]]; found {
		return known(words[1:])
	}
	return act
}

func child(words []string) {
	if known, found := children[words[0]]; found {
		known(words[1:])
	}
}

var acts = map[string]func([]string) string{
	"say":     func(words []string) string { return strings.Join(words, " ") },
	"print":   func(words []string) string { fmt.Println(strings.Join(words, " ")); return "" },
	"exit":    func([]string) string { os.Exit(3); return "" },
	"hang":    func([]string) string { select {} },
	"sleep":   func(words []string) string { time.Sleep(duration(words[0])); return "" },
	"environ": func([]string) string { return strings.Join(os.Environ(), "\n") },
}

var children = map[string]func([]string){}

func duration(text string) time.Duration {
	parsed, err := time.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return parsed
}
