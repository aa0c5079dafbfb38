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
	"syscall"
	"time"
)

var api = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/"

func main() {
	if name := strings.TrimPrefix(os.Args[0], extensions); name != os.Args[0] {
		extension(name)
	}
	if len(os.Args) > 1 {
		child(os.Args[1:])
		return
	}
	inherited = descriptors()
	if act := os.Getenv("AT_INIT"); act != "" {
		fmt.Println("at init:", perform(act))
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
	"say":         func(words []string) string { return strings.Join(words, " ") },
	"print":       func(words []string) string { fmt.Println(strings.Join(words, " ")); return "" },
	"exit":        func([]string) string { os.Exit(3); return "" },
	"die":         func([]string) string { die(); return "" },
	"hang":        func([]string) string { fmt.Println("hangs"); select {} },
	"sleep":       func(words []string) string { time.Sleep(duration(words[0])); return "" },
	"descriptors": func([]string) string { return inherited },
	"scratch":     scratch,
	"identity":    identity,
	"environ":     func([]string) string { return strings.Join(os.Environ(), "\n") },
}

// scratch writes to /tmp.
func scratch([]string) string {
	folder, err := os.Stat("/tmp")
	if err == nil {
		err = os.WriteFile("/tmp/scratch", []byte("x"), 0o600)
	}
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint("wrote, ", folder.Mode())
}

// inherited is what was open when this process began, before it opened anything itself.
var inherited string

func descriptors() string {
	var names []string
	for descriptor := 0; descriptor < 1024; descriptor++ {
		target, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", descriptor))
		if err == nil {
			names = append(names, fmt.Sprint(descriptor, " ", strings.Split(target, ":")[0]))
		}
	}
	return strings.Join(names, ", ")
}

func identity([]string) string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err.Error()
	}
	var lines []string
	for _, line := range strings.Split(string(text), "\n") {
		for _, name := range []string{"Uid:", "Gid:", "Groups:", "CapInh:", "CapPrm:", "CapEff:",
			"CapAmb:", "NoNewPrivs:"} {
			if strings.HasPrefix(line, name) {
				lines = append(lines, strings.Join(strings.Fields(line), " "))
			}
		}
	}
	score, _ := os.ReadFile("/proc/self/oom_score_adj")
	folder, _ := os.Getwd()
	return strings.Join(append(lines, strings.TrimSpace(string(score)), folder), "|")
}

var children = map[string]func([]string){}

func duration(text string) time.Duration {
	parsed, err := time.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return parsed
}

// die ends the function as the kernel does it when memory is short.
func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
