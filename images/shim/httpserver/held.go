package httpserver

import "sync/atomic"

// Held is an answer that another goroutine gives after its handler has returned: a client that
// waits costs no goroutine but the one that reads what it sends. Meanwhile its connection is read
// on, so one that goes away is noticed; what it asks next waits.
type Held struct {
	response *Response
	state    int32
	// Has one entry when the answer was given: whether another may follow on its connection.
	over chan bool
	// The connection's reader's: somebody has the answer to give.
	pending bool
}

const (
	heldWaiting int32 = iota
	heldTaken
	heldLost
)

// Hold lets somebody else give the answer.
func (w *Response) Hold() *Held {
	held := &w.connection.held
	held.response, held.pending = w, true
	atomic.StoreInt32(&held.state, heldWaiting)
	return held
}

// Take gives the answer to one who will call Release, once. nil: its client has gone.
func (h *Held) Take() *Response {
	if !atomic.CompareAndSwapInt32(&h.state, heldWaiting, heldTaken) {
		return nil
	}
	if h.response.connection.conn.Gone() {
		h.breakOff()
		return nil
	}
	return h.response
}

// IsLost says whether nobody waits for the answer any more.
func (h *Held) IsLost() bool {
	return atomic.LoadInt32(&h.state) != heldWaiting
}

// End offers what is left of the answer that was taken, then releases it. It never waits: what the
// client has no room for goes out from a goroutine.
func (h *Held) End(piece []byte) {
	if h.response.Offer(piece) {
		h.Release()
		return
	}
	go func() {
		_ = h.response.Flush()
		h.Release()
	}()
}

// Release ends the answer, and the connection where it is the last one or not whole: its reader
// waits for the client, who waits for the end.
func (h *Held) Release() {
	goesOn := h.response.finish()
	if !goesOn {
		h.response.connection.conn.Close()
	}
	h.over <- goesOn
}

// Drop ends the connection of one who still waits.
func (h *Held) Drop() {
	if h.Take() != nil {
		h.breakOff()
	}
}

func (h *Held) breakOff() {
	h.response.connection.conn.Close()
	h.Release()
}

// settle waits until the answer was given, where the client asked for more, or has gone. It says
// whether the connection goes on.
func (h *Held) settle(gone bool) bool {
	h.pending = false
	if gone && atomic.CompareAndSwapInt32(&h.state, heldWaiting, heldLost) {
		return false
	}
	return <-h.over
}
