package channel

import "sync"

// Windows in bytes: what may travel before the other side grants more.
const (
	EventWindow    = 65536
	ResponseWindow = 262144
	TunnelWindow   = 65536
)

// Credit is how much one side may still send. Safe for one taker and any number of granters.
type Credit struct {
	mutex     sync.Mutex
	available int
	granted   chan struct{}
	closed    bool
}

// NewCredit starts with a window, in bytes.
func NewCredit(window int) *Credit {
	return &Credit{available: window, granted: make(chan struct{}, 1)}
}

// Restart begins a new count.
func (c *Credit) Restart(window int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.available = window
}

// Grant adds to what may be sent.
func (c *Credit) Grant(bytes int) {
	c.mutex.Lock()
	c.available += bytes
	c.mutex.Unlock()
	c.wake()
}

// Close ends every wait: nothing more may be sent.
func (c *Credit) Close() {
	c.mutex.Lock()
	c.closed = true
	c.mutex.Unlock()
	c.wake()
}

func (c *Credit) wake() {
	select {
	case c.granted <- struct{}{}:
	default:
	}
}

// Wait blocks until something may be sent and says how much, at most bytesMax. It takes nothing. 0:
// given up or closed.
func (c *Credit) Wait(bytesMax int, giveUp <-chan struct{}) int {
	for {
		c.mutex.Lock()
		available, closed := c.available, c.closed
		c.mutex.Unlock()
		if closed {
			return 0
		}
		if available > 0 {
			if available < bytesMax {
				return available
			}
			return bytesMax
		}
		select {
		case <-c.granted:
		case <-giveUp:
			return 0
		}
	}
}

// Take notes what was sent.
func (c *Credit) Take(bytes int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.available -= bytes
}
