package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
)

func init() {
	acts["attack"] = attack
	acts["attackSystem"] = func([]string) string {
		var a attempts
		a.atFirstProcess()
		a.atSystem()
		return strings.Join(a, "\n")
	}
}

// attempts is what of all that was tried was not denied for the reason it should be: any other
// error would hide that nothing forbids it.
type attempts []string

func (a *attempts) expect(name string, err error, reasons ...error) {
	for _, reason := range reasons {
		if errors.Is(err, reason) {
			return
		}
	}
	*a = append(*a, fmt.Sprintf("%s: %v", name, err))
}

// forbidden is for what needs a right.
func (a *attempts) forbidden(name string, err error) {
	a.expect(name, err, syscall.EPERM, syscall.EACCES)
}

// unwritable is for what only a file system that cannot be written denies.
func (a *attempts) unwritable(name string, err error) {
	a.expect(name, err, syscall.EROFS)
}

// attack tries everything that must be denied and gives what was not.
func attack([]string) string {
	var a attempts
	a.atFirstProcess()
	a.atSystem()
	for _, folder := range []string{"/var/task", "/opt", "/var/runtime"} {
		a.atOwn(folder)
	}
	for _, folder := range []string{"/", "/opt/extensions", "/var", "/var/lambox"} {
		a.unwritable("create in "+folder, os.WriteFile(folder+"/new", nil, 0o755))
		a.unwritable("link in "+folder, os.Symlink("/tmp", folder+"/link"))
	}
	a.unwritable("remove the program", os.Remove("/function"))
	a.unwritable("replace the program", os.Rename("/text", "/function"))
	return strings.Join(a, "\n")
}

func (a *attempts) atFirstProcess() {
	a.forbidden("kill", syscall.Kill(1, syscall.SIGKILL))
	a.forbidden("stop", syscall.Kill(1, syscall.SIGSTOP))
	runtime.LockOSThread()
	a.forbidden("ptrace", syscall.PtraceAttach(1))
	a.forbidden("renice", syscall.Setpriority(syscall.PRIO_PROCESS, 1, 19))
	// The opening alone counts: what can be opened may still say nothing when it is read.
	for _, name := range []string{"environ", "maps", "mem", "pagemap", "auxv", "fd", "fd/0",
		"root", "root/tmp", "cwd", "cwd/tmp", "exe", "task/1/mem"} {
		file, err := os.Open("/proc/1/" + name)
		if err == nil {
			file.Close()
		}
		a.forbidden("open "+name, err)
	}
	for _, name := range []string{"root", "cwd", "exe", "fd/0", "fd/3"} {
		target, err := os.Readlink("/proc/1/" + name)
		a.forbidden("read the link "+name+" "+target, err)
	}
	a.forbidden("score", os.WriteFile("/proc/1/oom_score_adj", []byte("1000"), 0))
	// It took its one connection and is gone.
	a.expect("channel", connect("/var/lambox/channel/s"), syscall.ENOENT)
}

func (a *attempts) atSystem() {
	a.forbidden("hostname", syscall.Sethostname([]byte("x")))
	a.forbidden("clock", syscall.Settimeofday(&syscall.Timeval{Sec: 1}))
	a.forbidden("mount", syscall.Mount("none", "/tmp", "tmpfs", 0, ""))
	a.forbidden("chroot", syscall.Chroot("/tmp"))
	a.forbidden("setuid", syscall.Setuid(0))
	limit := syscall.Rlimit{Cur: 4096, Max: 4096}
	a.forbidden("limits", syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
}

// atOwn tries a folder that belongs to this user, as does the file in it.
func (a *attempts) atOwn(folder string) {
	file := folder + "/own"
	if _, err := os.Stat(file); err != nil {
		*a = append(*a, err.Error())
	}
	a.unwritable("unlink "+file, os.Remove(file))
	a.unwritable("truncate "+file, os.Truncate(file, 0))
	a.unwritable("chmod "+file, os.Chmod(file, 0o777))
	a.unwritable("write "+file, os.WriteFile(file, []byte("x"), 0o755))
	a.unwritable("rename "+file, os.Rename(file, folder+"/moved"))
	a.unwritable("link "+file, os.Link(file, folder+"/second"))
	a.unwritable("create in "+folder, os.WriteFile(folder+"/new", nil, 0o755))
	a.unwritable("link in "+folder, os.Symlink("/tmp", folder+"/link"))
	a.unwritable("remove "+folder, os.Remove(folder))
	a.unwritable("move "+folder, os.Rename(folder, folder+"-moved"))
	a.forbidden("mount on "+folder, syscall.Mount("/tmp", folder, "", syscall.MS_BIND, ""))
}

func connect(path string) error {
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	return syscall.Connect(socket, &syscall.SockaddrUnix{Name: path})
}
