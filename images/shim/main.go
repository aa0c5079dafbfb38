// The shim is PID 1 of every container: it runs the function's processes and serves them Lambda's
// APIs, as docs/wire.md lets the host ask for.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/environment"
	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
	"lambox.dev/shim/supervisor"
)

// Set by the linker.
var version = "unknown"

func main() {
	address := flag.String("channel", "", "unix:PATH or stdio: where the host is")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return
	}
	if os.Getpid() != 1 {
		// It stops and kills everything it can reach.
		fmt.Fprintf(os.Stderr,
			"lambox-shim: pid %d, expected 1: it only runs as a container's first process\n",
			os.Getpid())
		os.Exit(2)
	}
	if err := run(*address); err != nil {
		fmt.Fprintf(os.Stderr, "lambox-shim: %v\n", err)
	}
}

func run(address string) error {
	supervisor.StartThreads()
	children := supervisor.Children()
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	// A broken pipe is an error of the write, not a death.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	connection, err := channel.Connect(address)
	if err != nil {
		return err
	}
	parts, err := open(connection)
	if err != nil {
		return err
	}
	e := environment.New(parts)
	go func() {
		for range children {
			parts.Processes.Reap()
		}
	}()
	go func() { _ = parts.Server.Serve(e) }()
	hello := channel.HelloMessage{
		Protocol: channel.Version, Shim: version, Architecture: runtime.GOARCH,
		CgroupVersion: parts.Cgroup.Version,
		Capabilities:  []string{"freeze", "reset", "extensions", "logDescriptor", "tunnels"},
	}
	if err := connection.Greet(hello, channel.WelcomeTimeout); err != nil {
		return err
	}
	finished := make(chan error, 1)
	go func() { finished <- e.Run() }()
	select {
	case err = <-finished:
	case <-ended:
	}
	e.KillAll()
	return err
}

func open(connection *channel.Connection) (environment.Parts, error) {
	server, err := httpserver.Listen(runtimeapi.Address)
	if err != nil {
		return environment.Parts{}, err
	}
	census, err := supervisor.NewCensus("/proc")
	if err != nil {
		return environment.Parts{}, err
	}
	// Without it the cgroup is looked for at the root.
	own, _ := os.ReadFile("/proc/self/cgroup")
	return environment.Parts{
		Connection: connection, Server: server, Processes: supervisor.NewProcesses(),
		Census: census,
		Cgroup: supervisor.OpenCgroup("/sys/fs/cgroup", string(own)), Opt: "/opt",
	}, nil
}
