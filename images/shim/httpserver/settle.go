package httpserver

import (
	"sync/atomic"
	"time"

	"lambox.dev/shim/rawio"
)

const settleInterval = time.Millisecond

// Settle waits until everything that clients have sent so far was read and handled: what a process
// said before it ended counts, however late this program gets its turn. False: it takes longer than
// the limit, as a body does that its reader holds back.
func (s *Server) Settle(limit time.Duration) bool {
	deadline := time.Now().Add(limit)
	// Twice: a connection is in nobody's list for a moment after it was accepted.
	for calm := 0; calm < 2; {
		if s.isSettled() {
			calm++
		} else {
			calm = 0
		}
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(settleInterval)
	}
	return true
}

func (s *Server) isSettled() bool {
	if rawio.Readable(s.listener) {
		return false
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for c := range s.connections {
		if !c.isSettled() {
			return false
		}
	}
	return true
}

func (c *connection) isSettled() bool {
	return atomic.LoadInt32(&c.answers) == 1 || c.conn.Starved()
}
