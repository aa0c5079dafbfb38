// Package rawio makes system calls that never wait without telling Go's scheduler. Telling it wakes
// the scheduler's watchdog, which then looks about every 20 µs for as long as the shim works: that
// cost more than the calls themselves. For what may wait (another process, a disk) it is wrong.
package rawio

import (
	"io"
	"syscall"
	"unsafe"
)

// Read is read(2) on a descriptor that does not block, again where a signal came between.
func Read(descriptor uintptr, into []byte) (int, syscall.Errno) {
	return transfer(syscall.SYS_READ, descriptor, into)
}

// Write is write(2), likewise.
func Write(descriptor uintptr, from []byte) (int, syscall.Errno) {
	return transfer(syscall.SYS_WRITE, descriptor, from)
}

func transfer(call, descriptor uintptr, bytes []byte) (int, syscall.Errno) {
	if len(bytes) == 0 {
		return 0, 0
	}
	for {
		length, _, errno := syscall.RawSyscall(call, descriptor, uintptr(unsafe.Pointer(&bytes[0])),
			uintptr(len(bytes)))
		if errno == 0 {
			return int(length), 0
		}
		if errno != syscall.EINTR {
			return 0, errno
		}
	}
}

// ReadAt is pread(2) of a file that the kernel makes up.
func ReadAt(descriptor uintptr, into []byte, offset int64) (int, syscall.Errno) {
	length, _, errno := syscall.RawSyscall6(syscall.SYS_PREAD64, descriptor,
		uintptr(unsafe.Pointer(&into[0])), uintptr(len(into)), uintptr(offset), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(length), 0
}

// ReadEntries is getdents64(2).
func ReadEntries(descriptor uintptr, into []byte) (int, syscall.Errno) {
	length, _, errno := syscall.RawSyscall(syscall.SYS_GETDENTS64, descriptor,
		uintptr(unsafe.Pointer(&into[0])), uintptr(len(into)))
	if errno != 0 {
		return 0, errno
	}
	return int(length), 0
}

// Rewind sets a folder's offset to its beginning.
func Rewind(descriptor uintptr) syscall.Errno {
	_, _, errno := syscall.RawSyscall(syscall.SYS_LSEEK, descriptor, 0, io.SeekStart)
	return errno
}

// Open is openat(2) for reading, relative to a folder. The path ends with a zero byte.
func Open(folder uintptr, path []byte) (uintptr, syscall.Errno) {
	descriptor, _, errno := syscall.RawSyscall6(syscall.SYS_OPENAT, folder,
		uintptr(unsafe.Pointer(&path[0])), syscall.O_RDONLY|syscall.O_CLOEXEC, 0, 0, 0)
	return descriptor, errno
}

// Close is close(2) of a file that the kernel makes up.
func Close(descriptor uintptr) {
	syscall.RawSyscall(syscall.SYS_CLOSE, descriptor, 0, 0)
}

// Waiting is how many bytes a pipe holds.
func Waiting(descriptor uintptr) int {
	const fionread = 0x541b
	var count int32
	_, _, errno := syscall.RawSyscall(syscall.SYS_IOCTL, descriptor, fionread,
		uintptr(unsafe.Pointer(&count)))
	if errno != 0 {
		return 0
	}
	return int(count)
}

// Kill is kill(2).
func Kill(pid int, signal syscall.Signal) error {
	_, _, errno := syscall.RawSyscall(syscall.SYS_KILL, uintptr(pid), uintptr(signal), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// Stat is fstatat(2), relative to a folder. The path ends with a zero byte.
func Stat(folder uintptr, path []byte, into *syscall.Stat_t) syscall.Errno {
	_, _, errno := syscall.RawSyscall6(statCall, folder, uintptr(unsafe.Pointer(&path[0])),
		uintptr(unsafe.Pointer(into)), 0, 0, 0)
	return errno
}
