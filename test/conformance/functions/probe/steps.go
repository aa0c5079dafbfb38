package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// step is one thing to do; the member that is there says which.
type step struct {
	Request *request `json:"request"`
	// Waits for the call of this name and records what it brought.
	Await string `json:"await"`
	Print string `json:"print"`
	// Milliseconds.
	SleepMs int `json:"sleepMs"`
	SpinMs  int `json:"spinMs"`
	// Exits with the code, or ends by the signal.
	Exit   *int `json:"exit"`
	Signal int  `json:"signal"`
	// Records the file's content; the folder's names.
	Read string `json:"read"`
	List string `json:"list"`
	// Writes the text to a file.
	Write map[string]string `json:"write"`
	// Records the names and values of the process's environment, or of another's.
	Variables bool `json:"variables"`
	// On SIGTERM prints this and goes on; then, as long as it lives, how many milliseconds ago.
	TrapTerm string `json:"trapTerm"`
	// Binds this address and records the error.
	Listen string `json:"listen"`
	// Holds and touches so many megabytes.
	AllocateMB int `json:"allocateMb"`
	// Says what was seen so far in the log, one line `SEEN <this> <JSON>` each, and forgets it.
	Say string `json:"say"`
	// Runs a program to its end and records what it wrote.
	Program []string `json:"program"`
}

var held [][]byte

// run does the steps in order and says whether one of them answered the invocation.
func (p *probe) run(steps []step) (answered bool) {
	for _, each := range steps {
		found := p.do(each)
		if found.Step == "" {
			continue
		}
		found.EpochMs = time.Now().UnixNano() / 1e6
		p.seen = append(p.seen, found)
		answered = answered || found.answered
	}
	return answered
}

func (p *probe) do(s step) seen {
	switch {
	case s.Request != nil && s.Request.Beside != "":
		p.callBeside(*s.Request)
	case s.Request != nil:
		return p.call(*s.Request)
	case s.Await != "":
		return p.await(s.Await)
	case s.Print != "":
		fmt.Print(p.filled(s.Print))
	case s.Exit != nil:
		os.Exit(*s.Exit)
	case s.Signal != 0:
		_ = syscall.Kill(os.Getpid(), syscall.Signal(s.Signal))
		time.Sleep(time.Minute)
	case s.TrapTerm != "":
		trapTerm(s.TrapTerm)
	case s.Say != "":
		p.say(s.Say)
	default:
		return p.look(s)
	}
	return seen{}
}

func (p *probe) look(s step) seen {
	switch {
	case s.Read != "":
		bytes, err := os.ReadFile(s.Read)
		return seen{Step: "read " + s.Read, Body: string(bytes), Error: textOf(err)}
	case s.List != "":
		return list(s.List)
	case s.Write != nil:
		return write(s.Write)
	case s.Program != nil:
		output, err := exec.Command(s.Program[0], s.Program[1:]...).CombinedOutput()
		return seen{Step: "program", Body: string(output), Error: textOf(err)}
	case s.Variables:
		return seen{Step: "variables", Names: os.Environ()}
	case s.Listen != "":
		listener, err := net.Listen("tcp", s.Listen)
		if err == nil {
			_ = listener.Close()
		}
		return seen{Step: "listen " + s.Listen, Error: textOf(err)}
	case s.AllocateMB != 0:
		allocate(s.AllocateMB)
	case s.SpinMs != 0:
		for end := time.Now().Add(milliseconds(s.SpinMs)); time.Now().Before(end); {
			continue
		}
	case s.SleepMs != 0:
		time.Sleep(milliseconds(s.SleepMs))
	}
	return seen{Step: "time"}
}

// filled puts what is known in the place of {requestId}, {invocationId} and {identifier}.
func (p *probe) filled(text string) string {
	for name, value := range p.values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

func (p *probe) say(name string) {
	for _, found := range p.seen {
		line, _ := json.Marshal(found)
		fmt.Printf("SEEN %s %s\n", name, line)
	}
	p.seen = nil
}

func list(path string) seen {
	entries, err := os.ReadDir(path)
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return seen{Step: "list " + path, Names: names, Error: textOf(err)}
}

func write(files map[string]string) seen {
	problems := []string{}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			problems = append(problems, err.Error())
		}
	}
	return seen{Step: "write", Error: strings.Join(problems, "; ")}
}

func allocate(megabytes int) {
	block := make([]byte, megabytes<<20)
	for at := 0; at < len(block); at += 4096 {
		block[at] = 1
	}
	held = append(held, block)
}

func trapTerm(text string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		began := time.Now()
		fmt.Println(text)
		for range time.Tick(milliseconds(100)) {
			fmt.Println(text, "ago:", time.Since(began).Milliseconds())
		}
	}()
}

func milliseconds(count int) time.Duration {
	return time.Duration(count) * time.Millisecond
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
