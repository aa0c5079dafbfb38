package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func init() {
	acts["fill"] = fill
	acts["whirl"] = func(words []string) string { return wait(start("whirl", words[0], words[1])) }
	acts["orphanShells"] = orphanShells
	acts["zombies"] = zombies
	children["whirl"] = whirl
}

// fill writes to /tmp until it is full. What it wrote stays.
func fill([]string) string {
	file, err := os.Create("/tmp/full")
	block := make([]byte, 1<<20)
	for err == nil {
		_, err = file.Write(block)
	}
	file.Close()
	return err.Error()
}

// whirl has so many threads count for so long.
func whirl(words []string) {
	count := number(words[0])
	runtime.GOMAXPROCS(count)
	until := time.Now().Add(duration(words[1]))
	for ; count > 1; count-- {
		go spinUntil(until)
	}
	spinUntil(until)
}

func spinUntil(until time.Time) {
	for time.Now().Before(until) {
		for round := 0; round < 1_000_000; round++ {
		}
	}
}

// orphanShells is orphans of a program that starts faster than one of Go: a thousand in a second.
func orphanShells(words []string) string {
	const script = `for ((n = 0; n < $0; n++)); do (: & ); done`
	return fmt.Sprint(exec.Command("bash", "-c", script, words[0]).Run())
}

// zombies are the processes that have ended and were waited for by nobody.
func zombies([]string) string {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(files) == 0 {
		return fmt.Sprint("no process is seen: ", err)
	}
	var found []string
	for _, file := range files {
		// One that goes meanwhile is none.
		text, _ := os.ReadFile(file)
		if _, rest, _ := strings.Cut(string(text), ") "); strings.HasPrefix(rest, "Z") {
			found = append(found, string(text))
		}
	}
	return fmt.Sprint(len(found), " zombies", strings.Join(found, ""))
}
