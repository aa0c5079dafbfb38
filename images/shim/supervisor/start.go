package supervisor

import (
	"fmt"
	"os"
	"syscall"
)

// StartError says at which step a start failed, with the text that Lambda shows.
type StartError struct {
	Step  StartStep
	Errno syscall.Errno
	Text  string
}

// StartStep is where a start can fail.
type StartStep int

// The steps that are told apart.
const (
	StepSetup StartStep = iota
	StepDirectory
	StepProgram
)

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
	descriptors, err := openStageDescriptors(output)
	if err != nil {
		return nil, &StartError{Text: fmt.Sprintf("fork/exec %s: %v", program.Path, err)}
	}
	defer descriptors.close()
	prepared, err := program.stage(descriptors)
	if err != nil {
		return nil, &StartError{Text: fmt.Sprintf("fork/exec %s: %v", program.Path, err)}
	}
	process, err := p.fork(role, name, prepared)
	if err != nil {
		return nil, &StartError{Text: fmt.Sprintf("fork/exec %s: %v", program.Path, err)}
	}
	if err := descriptors.readReport(program); err != nil {
		<-process.Exited
		return nil, err
	}
	p.becameProgram(process)
	return process, nil
}

func (p *Processes) fork(role, name string, prepared *stage) (*Process, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	pid, errno := prepared.fork()
	if errno != 0 {
		return nil, errno
	}
	process := &Process{PID: pid, Role: role, Name: name, Exited: make(chan struct{})}
	p.running[pid] = process
	return process, nil
}

// stageDescriptors are the stage's, all above the numbers that it gives to the program.
type stageDescriptors struct {
	null, output, log, status int
	report                    *os.File
}

func openStageDescriptors(output Output) (*stageDescriptors, error) {
	opened := &stageDescriptors{null: -1, output: -1, status: -1}
	null, err := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/null: %v", err)
	}
	defer syscall.Close(null)
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return nil, err
	}
	defer syscall.Close(ends[1])
	opened.report = os.NewFile(uintptr(ends[0]), "report")
	for _, each := range []struct {
		from int
		to   *int
	}{
		{null, &opened.null}, {output.Standard, &opened.output}, {ends[1], &opened.status},
		{output.Log, &opened.log},
	} {
		if each.from < 0 {
			continue
		}
		if *each.to, err = duplicateAbove(each.from); err != nil {
			opened.close()
			return nil, err
		}
	}
	return opened, nil
}

func duplicateAbove(descriptor int) (int, error) {
	above, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(descriptor),
		syscall.F_DUPFD_CLOEXEC, LogDescriptor+1)
	if errno != 0 {
		return -1, errno
	}
	return int(above), nil
}

func (d *stageDescriptors) close() {
	d.report.Close()
	for _, descriptor := range []int{d.null, d.output, d.log, d.status} {
		if descriptor > LogDescriptor {
			syscall.Close(descriptor)
		}
	}
}

// readReport ends when the stage has become the program or has said why not.
func (d *stageDescriptors) readReport(program *Program) error {
	syscall.Close(d.status)
	d.status = -1
	var report [2]byte
	read, err := d.report.Read(report[:])
	if err != nil || read < len(report) {
		// The end: it has become the program, or was killed on the way, which its exit will tell.
		return nil
	}
	failed := &StartError{Errno: syscall.Errno(report[1])}
	switch report[0] {
	case stepChdir:
		failed.Step = StepDirectory
		failed.Text = fmt.Sprintf("chdir %s: %v", program.Directory, failed.Errno)
	case stepExec:
		failed.Step = StepProgram
		failed.Text = fmt.Sprintf("fork/exec %s: %v", program.Path, failed.Errno)
	default:
		failed.Text = fmt.Sprintf("%s: %v", stepNames[report[0]], failed.Errno)
	}
	return failed
}
