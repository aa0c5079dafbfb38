package ephemeral

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// The kernel's requests of loop devices, and what of them is asked for.
const (
	loopSetFD      = 0x4c00
	loopSetStatus  = 0x4c04
	loopConfigure  = 0x4c0a
	loopGetFree    = 0x4c82
	loopAutoclear  = 4
	loopInfoBytes  = 232
	loopInfoFlags  = 52
	attachTriesMax = 20

	// struct loop_config: descriptor, block size, the information, eight words for later.
	loopConfigInfo  = 8
	loopConfigBytes = loopConfigInfo + loopInfoBytes + 8*8
)

const controlPath = "/dev/loop-control"

// attach makes the file a block device that goes by itself when nobody has it open any more.
// Whoever holds the answer's descriptor has it open.
func attach(file *os.File) (*os.File, error) {
	control, err := openControl()
	if err != nil {
		return nil, err
	}
	defer control.Close()
	for try := 0; ; try++ {
		device, err := attachToFree(control, file)
		// Others look for a free device, too.
		if err != syscall.EBUSY || try == attachTriesMax {
			return device, err
		}
	}
}

func openControl() (*os.File, error) {
	const major, minor = 10, 237
	if err := makeNode(controlPath, syscall.S_IFCHR, major, minor); err != nil {
		return nil, err
	}
	return os.OpenFile(controlPath, os.O_RDWR, 0)
}

func attachToFree(control, file *os.File) (*os.File, error) {
	number, _, errno := syscall.Syscall(syscall.SYS_IOCTL, control.Fd(), loopGetFree, 0)
	if errno != 0 {
		return nil, fmt.Errorf("no free loop device: %v", errno)
	}
	device, err := openLoop(int(number))
	if err != nil {
		return nil, err
	}
	errno = configure(device, file)
	if errno == syscall.EINVAL || errno == syscall.ENOTTY {
		errno = configureInTwo(device, file)
	}
	if errno == 0 {
		return device, nil
	}
	device.Close()
	if errno == syscall.EBUSY {
		return nil, errno
	}
	return nil, fmt.Errorf("%s: %v", device.Name(), errno)
}

// configure leaves no moment in which the device would outlive whoever is killed.
func configure(device, file *os.File) syscall.Errno {
	var config [loopConfigBytes]byte
	little.PutUint32(config[:], uint32(file.Fd()))
	little.PutUint32(config[loopConfigInfo+loopInfoFlags:], loopAutoclear)
	return request(device, loopConfigure, uintptr(unsafe.Pointer(&config)))
}

// configureInTwo is for kernels before 5.8.
func configureInTwo(device, file *os.File) syscall.Errno {
	if errno := request(device, loopSetFD, file.Fd()); errno != 0 {
		return errno
	}
	var info [loopInfoBytes]byte
	little.PutUint32(info[loopInfoFlags:], loopAutoclear)
	return request(device, loopSetStatus, uintptr(unsafe.Pointer(&info)))
}

func request(device *os.File, number, argument uintptr) syscall.Errno {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, device.Fd(), number, argument)
	return errno
}

// openLoop makes the device's node where this container has none: the kernel has made one on the
// machine, where the engine will look for it.
func openLoop(number int) (*os.File, error) {
	text, err := os.ReadFile(fmt.Sprintf("/sys/block/loop%d/dev", number))
	if err != nil {
		return nil, err
	}
	parts := strings.Split(strings.TrimSpace(string(text)), ":")
	if len(parts) != 2 {
		return nil, fmt.Errorf("loop%d is %q, expected MAJOR:MINOR", number, text)
	}
	major, majorErr := strconv.Atoi(parts[0])
	minor, minorErr := strconv.Atoi(parts[1])
	if majorErr != nil || minorErr != nil {
		return nil, fmt.Errorf("loop%d is %q, expected MAJOR:MINOR", number, text)
	}
	path := fmt.Sprintf("/dev/loop%d", number)
	if err := makeNode(path, syscall.S_IFBLK, major, minor); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDWR, 0)
}

func makeNode(path string, kind uint32, major, minor int) error {
	device := minor&0xff | major<<8 | (minor&^0xff)<<12
	err := syscall.Mknod(path, kind|0o600, device)
	if err != nil && err != syscall.EEXIST {
		return fmt.Errorf("mknod %s: %v", path, err)
	}
	return nil
}
