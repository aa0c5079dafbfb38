//go:build container

// Package containertest tries the shim in real containers: `go test -tags container
// ./containertest`.
package containertest

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/rawio"
	"lambox.dev/shim/scriptedhost"
)

const label = "dev.lambox.owner=shim-containertest"

// One of this run's own: another may run beside it.
var image = fmt.Sprintf("lambox-shim-containertest:%d", os.Getpid())

// container is one that runs the shim, with the scripted host at the other end.
type container struct {
	*scriptedhost.Host
	t    *testing.T
	id   string
	Exit chan error
	// Of PID 1, seen from here; read once.
	hostPID string
	// When the first byte came, the hello's.
	heardAt time.Time
}

type options struct {
	memory string
	// Another image than the function's own, which is mounted there.
	image  string
	docker []string
	// What runs the shim, where it does not run by itself.
	runner []string
}

func run(t *testing.T, o options) *container {
	t.Helper()
	c, conn := start(t, o, "/var/lambox/shim", "--channel", "unix:/var/lambox/channel/s")
	host, err := scriptedhost.Accept(asNode(t, conn))
	must(t, err)
	c.Host = host
	return c
}

// asNode watches the connection as Node.js does, the real host's runtime: for what comes alone.
// Go's poller asks for room to write, too, and the shim's reading would cost it the host's waking.
func asNode(t *testing.T, conn net.Conn) io.ReadWriteCloser {
	t.Helper()
	file, err := conn.(*net.UnixConn).File()
	must(t, err)
	defer file.Close()
	conn.Close()
	socket, err := syscall.Dup(int(file.Fd()))
	must(t, err)
	must(t, syscall.SetNonblock(socket, true))
	duplex, err := rawio.NewDuplex(socket, socket)
	must(t, err)
	return duplex
}

// start gives a container that runs the program as a shim is run, once that has connected.
func start(t *testing.T, o options, program ...string) (*container, net.Conn) {
	t.Helper()
	folder := t.TempDir()
	listener, err := net.Listen("unix", filepath.Join(folder, "s"))
	must(t, err)
	must(t, os.Chmod(folder, 0o755))
	must(t, os.Chmod(filepath.Join(folder, "s"), 0o666))
	if o.memory == "" {
		o.memory = "512m"
	}
	heard := hearFirst(listener)
	arguments := []string{
		"run", "-d", "--label", label, "--network", "none", "--read-only", "--log-driver", "none",
		"--security-opt", "no-new-privileges", "--cap-drop", "ALL", "--cap-add", "KILL",
		"--cap-add", "SETUID",
		"--cap-add", "SETGID", "--tmpfs", "/tmp:mode=1777,exec", "-m", o.memory, "--memory-swap",
		o.memory,
		"--pids-limit", "1024", "--ipc", "none", "--user", "0:0",
		"--mount", "type=bind,readonly,source=" + folder + ",target=/var/lambox/channel",
		"--mount",
		"type=bind,readonly,source=" + absolute(t, shimPath()) +
			",target=/var/lambox/shim",
	}
	if o.image == "" {
		o.image = image
	}
	arguments = append(arguments, o.docker...)
	command := append(o.runner, program...)
	arguments = append(arguments, "--entrypoint", command[0], o.image)
	arguments = append(arguments, command[1:]...)
	id, err := exec.Command("docker", arguments...).Output()
	must(t, err)
	c := &container{t: t, id: strings.TrimSpace(string(id))}
	t.Cleanup(func() { _ = exec.Command("docker", "rm", "-f", c.id).Run() })
	first := <-heard
	must(t, first.err)
	c.heardAt = first.at
	return c, first.conn
}

type firstWord struct {
	conn net.Conn
	at   time.Time
	err  error
}

// hearFirst accepts one connection and notes when something is there to be read.
func hearFirst(listener net.Listener) <-chan firstWord {
	heard := make(chan firstWord, 1)
	go func() {
		conn, err := listener.Accept()
		listener.Close()
		if err == nil {
			err = awaitReadable(conn.(*net.UnixConn))
		}
		heard <- firstWord{conn, time.Now(), err}
	}()
	return heard
}

func awaitReadable(conn *net.UnixConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var one [1]byte
	return raw.Read(func(descriptor uintptr) bool {
		_, _, err := syscall.Recvfrom(int(descriptor), one[:], syscall.MSG_PEEK)
		return err != syscall.EAGAIN
	})
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	whole, err := filepath.Abs(path)
	must(t, err)
	return whole
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		if failed, ok := err.(*exec.ExitError); ok {
			t.Fatalf("%v: %s", err, failed.Stderr)
		}
		t.Fatal(err)
	}
}

func (c *container) expect(kind channel.Kind, message interface{}) {
	c.t.Helper()
	frame, err := c.Expect(kind)
	if err != nil {
		c.t.Fatalf("%v\n%s", err, c.logText())
	}
	if message != nil {
		must(c.t, frame.ParseJSON(message))
	}
}

// says waits for a line of the log.
func (c *container) says(want string) {
	c.t.Helper()
	frame, err := c.Expect(channel.Log)
	must(c.t, err)
	record, err := frame.ParseLog()
	must(c.t, err)
	if string(record.Text) != want {
		c.t.Errorf("said %q, expected %q", record.Text, want)
	}
}

func (c *container) logText() string {
	var text strings.Builder
	for _, frame := range c.Find(channel.Log) {
		if record, err := frame.ParseLog(); err == nil {
			text.Write(record.Text)
			text.WriteByte('\n')
		}
	}
	return text.String()
}

func initialization() channel.InitializeMessage {
	return channel.InitializeMessage{
		Command: []string{"/function"}, WorkingDirectory: "/tmp",
		Variables: map[string]string{"PATH": "/"},
		UID:       993, GID: 990,
		Limits: channel.Limits{OpenFiles: 1024, CoreBytes: 1, LockedBytes: 65536,
			StackBytes: 8388608},
		MemorySizeMb: 512,
		Function:     channel.Function{Name: "f", Version: "$LATEST", Handler: "h", AccountID: "0"},
	}
}

func (c *container) initialize(variables map[string]string) channel.InitCompletedMessage {
	c.t.Helper()
	message := initialization()
	for name, value := range variables {
		message.Variables[name] = value
	}
	c.Send(channel.JSONFrame(channel.Initialize, message))
	var completed channel.InitCompletedMessage
	c.expect(channel.InitCompleted, &completed)
	return completed
}

var requests int

// nextID is the one of the event that is about to be sent.
func nextID() string {
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", requests+1)
}

// begin sends one event: the function's act.
func (c *container) begin(act string) string {
	c.Find(channel.ResponseChunk)
	id := nextID()
	requests++
	event, _ := json.Marshal(act)
	c.Invoke(channel.InvokeMessage{RequestID: id, InvocationID: "n" + id, FunctionArn: "arn"},
		event)
	return id
}

// act sends one event and gives what the function answered.
func (c *container) act(act string) (answer string, completed channel.InvocationCompletedMessage) {
	c.t.Helper()
	id := c.begin(act)
	// One that a reset cut short may have completed a moment before.
	for completed.RequestID != id {
		frame, err := c.ExpectAlive(channel.InvocationCompleted)
		if err != nil {
			c.t.Fatalf("%s: %v\n%s", act, err, c.logText())
		}
		must(c.t, frame.ParseJSON(&completed))
	}
	return c.answered(), completed
}

// answered is what came of the answer.
func (c *container) answered() (answer string) {
	for _, chunk := range c.Find(channel.ResponseChunk) {
		answer += string(chunk.Body)
	}
	return answer
}

// reset sees first that whatever was tried left nobody unreaped: the reset would hide that.
func (c *container) reset() (done channel.ResetDoneMessage) {
	c.t.Helper()
	c.allReaped()
	c.Send(channel.JSONFrame(channel.Reset, channel.EndMessage{Reason: "failure"}))
	c.expect(channel.ResetDone, &done)
	// Those of the life that is over.
	c.Find(channel.ProcessExited)
	return done
}

// again resets and sees that nothing is left and the next event succeeds in the same container.
func (c *container) again() {
	c.t.Helper()
	c.reset()
	c.nothingLeft()
	c.servesAnew()
}

func (c *container) servesAnew() {
	c.t.Helper()
	c.initialize(nil)
	if answer, _ := c.act("say next"); answer != "next" {
		c.t.Errorf("the next event answered %q", answer)
	}
}

// shimPath is the build under test; LAMBOX_SHIM names another.
func shimPath() string {
	if path := os.Getenv("LAMBOX_SHIM"); path != "" {
		return path
	}
	return "../bin/lambox-shim-amd64"
}
