// The shim is PID 1 of every container: it runs the function's processes and serves them Lambda's
// APIs, as docs/wire.md lets the host ask for.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/environment"
	"lambox.dev/shim/ephemeral"
	"lambox.dev/shim/files"
	"lambox.dev/shim/httpserver"
	"lambox.dev/shim/runtimeapi"
	"lambox.dev/shim/supervisor"
)

// Set by the linker.
var version = "unknown"

// memoryMax is what the collector works harder above, in bytes: the shim has 7 MB and shares the
// function's memory.
const memoryMax = 32 << 20

func main() {
	address := flag.String("channel", "", "unix:PATH or stdio: where the host is")
	showVersion := flag.Bool("version", false, "print the version and exit")
	storage := flag.String("storage", "", "folder: keep file systems for /tmp in it, nothing else")
	relaxed := flag.Bool("relaxed", false, "the function's processes may write anywhere")
	word := flag.String("files", "", "list, copy, unreadable or empty the paths that follow")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return
	}
	if *storage != "" {
		keepStorage(*storage)
		return
	}
	if *word != "" {
		if err := files.Run(*word, flag.Args(), os.Stdout); err != nil {
			fail(err)
		}
		return
	}
	if os.Getpid() != 1 {
		// It stops and kills everything it can reach.
		fmt.Fprintf(os.Stderr,
			"lambox-shim: pid %d, expected 1: it only runs as a container's first process\n",
			os.Getpid())
		os.Exit(2)
	}
	if err := run(*address, *relaxed); err != nil {
		fmt.Fprintf(os.Stderr, "lambox-shim: %v\n", err)
	}
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "lambox-shim: %v\n", err)
	os.Exit(1)
}

// keepStorage ends with its stdin, which ends with the host.
func keepStorage(folder string) {
	if err := ephemeral.NewKeeper(folder).Serve(os.Stdin, os.Stdout); err != nil {
		fail(err)
	}
}

func run(address string, relaxed bool) error {
	connection, err := channel.Connect(address)
	if err != nil {
		return err
	}
	// Without it the cgroup is looked for at the root.
	own, _ := os.ReadFile("/proc/self/cgroup")
	cgroup := supervisor.OpenCgroup("/sys/fs/cgroup", string(own))
	// The host has things to do when it hears this; the rest is done meanwhile.
	err = connection.SayHello(channel.HelloMessage{
		Protocol: channel.Version, Shim: version, Architecture: runtime.GOARCH,
		CgroupVersion: cgroup.Version,
		Capabilities:  []string{"freeze", "reset", "extensions", "logDescriptor", "tunnels"},
	})
	if err != nil {
		return err
	}
	debug.SetMemoryLimit(memoryMax)
	openTmp()
	supervisor.StartThreads()
	children := supervisor.Children()
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	// A broken pipe is an error of the write, not a death.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	e, err := serve(environment.Parts{
		Connection: connection, Cgroup: cgroup, Opt: "/opt", Relaxed: relaxed,
	}, children)
	if err != nil {
		return err
	}
	if err := connection.AwaitWelcome(channel.WelcomeTimeout); err != nil {
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

// openTmp gives /tmp the mode that Lambda has: a tmpfs takes on the mode of the image's own folder,
// whatever it was asked for. Where it is none of ours it cannot be changed.
func openTmp() {
	_ = os.Chmod("/tmp", os.ModeSticky|0o777)
}

// serve begins to reap and to answer the function's processes, of which there are none yet.
func serve(parts environment.Parts, children <-chan os.Signal) (*environment.Environment, error) {
	server, err := httpserver.Listen(runtimeapi.Address)
	if err != nil {
		return nil, err
	}
	census, err := supervisor.NewCensus("/proc")
	if err != nil {
		return nil, err
	}
	processes := supervisor.NewProcesses()
	parts.Server, parts.Processes, parts.Census = server, processes, census
	e := environment.New(parts)
	go func() {
		for range children {
			processes.Reap()
		}
	}()
	go func() { _ = server.Serve(e) }()
	return e, nil
}
