package environment

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lambox.dev/shim/apiclient"
	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/scriptedhost"
	"lambox.dev/shim/supervisor"
)

// TestMain is also what the tests start: a runtime's process and an extension's.
func TestMain(m *testing.M) {
	if role := os.Getenv("ROLE"); role != "" {
		playRole(role)
	}
	os.Exit(m.Run())
}

func playRole(role string) {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	fmt.Println(role, "runs")
	if address := strings.TrimPrefix(role, "poll "); address != role {
		apiclient.Ask("GET", "http://"+address+nextPath, "")
	}
	if code := strings.TrimPrefix(role, "exit "); code != role {
		fmt.Print(strings.Repeat(strings.Repeat("x", 99)+"\n", 600))
		os.Exit(int(code[0] - '0'))
	}
	if role == "answer and exit" {
		answerAndExit(os.Getenv("API"))
	}
	<-ended
	fmt.Println(role, "was told to end")
	os.Exit(0)
}

// guest is an environment with a scripted host at the other end of its channel.
type guest struct {
	*scriptedhost.Host
	t      *testing.T
	server *httpserver.Server
	e      *Environment
	opt    string
	ended  chan error
}

func newGuest(t *testing.T) *guest {
	t.Helper()
	return newGuestOver(t, transports["socket"])
}

func newGuestOver(t *testing.T, open transport) *guest {
	t.Helper()
	hostEnd, guestEnd := open(t)
	g := &guest{t: t, opt: t.TempDir(), ended: make(chan error, 1)}
	must(t, os.Mkdir(filepath.Join(g.opt, "extensions"), 0o755))
	var err error
	g.server, err = httpserver.Listen("127.0.0.1:0")
	must(t, err)
	census, err := supervisor.NewCensus("/proc")
	must(t, err)
	processes := supervisor.NewProcesses()
	processes.SignalAll = signalChildren
	connection := channel.NewConnection(guestEnd)
	e := New(Parts{
		Connection: connection, Server: g.server, Processes: processes, Census: census,
		Cgroup: supervisor.OpenCgroup(t.TempDir(), ""), Opt: g.opt,
	})
	g.e = e
	children := make(chan os.Signal, 1)
	signal.Notify(children, syscall.SIGCHLD)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		reap(processes, children, stop)
	}()
	go func() { _ = g.server.Serve(e) }()
	greeted := make(chan error, 1)
	must(t, connection.SayHello(channel.HelloMessage{Protocol: 1}))
	go func() { greeted <- connection.AwaitWelcome(time.Minute) }()
	g.Host, err = scriptedhost.Accept(hostEnd)
	must(t, err)
	must(t, <-greeted)
	go func() { g.ended <- e.Run() }()
	t.Cleanup(func() {
		g.Host.Close()
		guestEnd.Close()
		// An end that is under way kills every child of this program, the next test's, too.
		for e.isEnding() {
			time.Sleep(time.Millisecond)
		}
		// Nor does a freeze's second look stop the next test's.
		e.mutex.Lock()
		e.wake()
		e.mutex.Unlock()
		e.KillAll()
		close(stop)
		<-stopped
		g.server.Close()
		g.server.Disconnect()
	})
	return g
}

func (e *Environment) isEnding() bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.ending > 0
}

func reap(processes *supervisor.Processes, children chan os.Signal, stop chan struct{}) {
	defer signal.Stop(children)
	for {
		select {
		case <-children:
			processes.Reap()
		case <-stop:
			return
		}
	}
}

// signalChildren stands in for the call that only PID 1 may make.
func signalChildren(signal syscall.Signal) error {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, task := range tasks {
		text, _ := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		for _, field := range strings.Fields(string(text)) {
			var pid int
			if _, err := fmt.Sscan(field, &pid); err == nil {
				_ = syscall.Kill(pid, signal)
			}
		}
	}
	return nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (g *guest) expect(kind channel.Kind, message interface{}) {
	g.t.Helper()
	frame, err := g.Expect(kind)
	must(g.t, err)
	if message != nil {
		must(g.t, frame.ParseJSON(message))
	}
}

func (g *guest) initialization(role string) channel.InitializeMessage {
	return channel.InitializeMessage{
		Command: []string{"/proc/self/exe"}, Variables: map[string]string{
			"ROLE": role, "API": g.server.Addr().String(),
		},
		ExtensionVariables: map[string]string{"ROLE": "extension"}, WorkingDirectory: g.opt,
		UID: os.Getuid(), GID: os.Getgid(),
		Function: channel.Function{Name: "f", Version: "1", Handler: "h", AccountID: "0"},
	}
}

func (g *guest) initialize(role string) {
	g.Send(channel.JSONFrame(channel.Initialize, g.initialization(role)))
}

// addExtension puts a file into /opt/extensions.
func (g *guest) addExtension(name string) {
	g.t.Helper()
	program, err := os.Executable()
	must(g.t, err)
	must(g.t, os.Symlink(program, filepath.Join(g.opt, "extensions", name)))
}

const (
	nextPath      = "/2018-06-01/runtime/invocation/next"
	extensionPath = "/2020-01-01/extension/"
	requestID     = "0f0f0f0f-1111-4222-8333-444444444444"
)

func (g *guest) call(method, path, body string, headers ...string) apiclient.Answer {
	return apiclient.Ask(method, "http://"+g.server.Addr().String()+path, body, headers...)
}

func (g *guest) start(method, path, body string, headers ...string) chan apiclient.Answer {
	done := make(chan apiclient.Answer, 1)
	go func() { done <- g.call(method, path, body, headers...) }()
	return done
}

func (g *guest) next() chan apiclient.Answer {
	return g.start("GET", nextPath, "")
}

func (g *guest) respond(body string) apiclient.Answer {
	return g.call("POST", "/2018-06-01/runtime/invocation/"+requestID+"/response", body)
}

// enter registers an extension once its process may.
func (g *guest) enter(name, events string) string {
	g.t.Helper()
	got := g.call("POST", extensionPath+"register", `{"events":`+events+`}`,
		"Lambda-Extension-Name", name)
	if got.Status != 200 {
		g.t.Fatalf("%+v", got)
	}
	return got.Header.Get("Lambda-Extension-Identifier")
}

func (g *guest) extensionNext(identifier string) chan apiclient.Answer {
	return g.start("GET", extensionPath+"event/next", "", "Lambda-Extension-Identifier", identifier)
}

func (g *guest) invoke(event string) {
	g.Invoke(channel.InvokeMessage{RequestID: requestID, FunctionArn: "arn"}, []byte(event))
}

func (g *guest) logs() string {
	var text strings.Builder
	for _, frame := range g.Find(channel.Log) {
		if record, err := frame.ParseLog(); err == nil {
			fmt.Fprintf(&text, "%d %s\n", record.Origin, record.Text)
		}
	}
	return text.String()
}

// awaitLog waits until the text was written.
func (g *guest) awaitLog(text string) {
	g.t.Helper()
	for {
		frame, err := g.Expect(channel.Log)
		must(g.t, err)
		if record, err := frame.ParseLog(); err == nil && string(record.Text) == text {
			return
		}
	}
}
