package httpserver

import (
	"syscall"
	"time"
)

// Clear ends every connection, also those that nobody has accepted yet, and returns when no request
// of them is handled any more: what a client sent is not taken for a later one's. Nobody may
// connect meanwhile, and handlers must end when their connection does.
func (s *Server) Clear() {
	// The goroutine that accepts does it: no connection is between the kernel's list and its own.
	_ = s.listener.SetDeadline(time.Unix(1, 0))
	// It may wait for a slot.
	s.Disconnect()
	<-s.cleared
}

func (s *Server) clear() {
	s.Disconnect()
	s.serving.Wait()
	s.refuseWaiting()
	_ = s.listener.SetDeadline(time.Time{})
	s.cleared <- struct{}{}
}

// refuseWaiting closes what the kernel has accepted. It holds what a client sent even after that
// has closed.
func (s *Server) refuseWaiting() {
	raw, err := s.listener.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(descriptor uintptr) {
		for {
			waiting, _, err := syscall.Accept4(int(descriptor), syscall.SOCK_CLOEXEC)
			switch err {
			case nil:
				syscall.Close(waiting)
			case syscall.EINTR, syscall.ECONNABORTED:
			default:
				return
			}
		}
	})
}
