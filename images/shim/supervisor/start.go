package supervisor

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// StartError says at which step a start failed, with the text that Lambda shows.
type StartError struct {
	// chdir, exec or setup.
	Step  string
	Errno syscall.Errno
	Text  string
}

func (s *StartError) Error() string {
	return s.Text
}

// Output is where a process writes; Log is -1 where it has no framing descriptor.
type Output struct {
	Standard int
	Log      int
}

// Start runs the program in its own process group. Its stdin is empty.
func (p *Processes) Start(role, name string, program *Program, output Output) (*Process, error) {
	program.LogPipe = output.Log >= 0
	null, err := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/null: %v", err)
	}
	defer syscall.Close(null)
	specification, err := newPipe()
	if err != nil {
		return nil, err
	}
	defer specification.close()
	status, err := newPipe()
	if err != nil {
		return nil, err
	}
	defer status.close()
	files := []uintptr{uintptr(null), uintptr(output.Standard), uintptr(output.Standard),
		specification.read.Fd(), status.write.Fd()}
	if program.LogPipe {
		files = append(files, uintptr(output.Log))
	}
	process, err := p.fork(role, name, files)
	if err != nil {
		return nil, &StartError{Step: "setup",
			Text: fmt.Sprintf("fork/exec %s: %v", program.Path, err)}
	}
	specification.read.Close()
	status.write.Close()
	// A stage that was killed cannot read it; then its end tells.
	_, _ = specification.write.Write(program.encode())
	specification.write.Close()
	if err := readStatus(status.read, program); err != nil {
		<-process.Exited
		return nil, err
	}
	p.becameProgram(process)
	return process, nil
}

func (p *Processes) fork(role, name string, files []uintptr) (*Process, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	pid, err := syscall.ForkExec("/proc/self/exe", []string{StageName}, &syscall.ProcAttr{
		// One thread less to start, no collection in a life of a millisecond.
		Env: []string{"GOMAXPROCS=1", "GOGC=off"}, Files: files,
		Sys: &syscall.SysProcAttr{Setpgid: true},
	})
	if err != nil {
		return nil, err
	}
	process := &Process{PID: pid, Role: role, Name: name, Exited: make(chan struct{})}
	p.running[pid] = process
	return process, nil
}

// readStatus ends when the stage has become the program or has said why not.
func readStatus(from *os.File, program *Program) error {
	var buffer [4096]byte
	length := 0
	for length < len(buffer) {
		read, err := from.Read(buffer[length:])
		length += read
		if err != nil {
			break
		}
	}
	if length == 0 {
		return nil
	}
	words := strings.SplitN(string(buffer[:length]), " ", 3)
	if len(words) != 3 {
		return &StartError{Step: "setup", Text: string(buffer[:length])}
	}
	number, _ := strconv.Atoi(words[1])
	failed := &StartError{Step: words[0], Errno: syscall.Errno(number)}
	switch failed.Step {
	case "chdir":
		failed.Text = fmt.Sprintf("chdir %s: %s", program.Directory, words[2])
	case "exec":
		failed.Text = fmt.Sprintf("fork/exec %s: %s", program.Path, words[2])
	default:
		failed.Text = words[2]
	}
	return failed
}

type pipe struct {
	read, write *os.File
}

func newPipe() (*pipe, error) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return nil, err
	}
	return &pipe{os.NewFile(uintptr(ends[0]), "pipe"), os.NewFile(uintptr(ends[1]), "pipe")}, nil
}

func (p *pipe) close() {
	p.read.Close()
	p.write.Close()
}
