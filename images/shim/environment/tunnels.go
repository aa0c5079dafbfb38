package environment

import "lambox.dev/shim/channel"

// tunnels carries connections to host services. None can be asked for yet.
type tunnels struct {
	connection *channel.Connection
}

func newTunnels(connection *channel.Connection) *tunnels {
	return &tunnels{connection: connection}
}

func (t *tunnels) listen([]int) {}

func (t *tunnels) closeAll() {}

func (t *tunnels) handle(frame channel.Frame) error {
	return channel.Malformed("%s of an unknown stream %d", frame.Kind, frame.Stream)
}
