package environment

import "lambox.dev/shim/channel"

// parsed reads the frame's body and acts on it.
func parsed[Message any](frame channel.Frame, act func(Message) error) error {
	var message Message
	if err := frame.ParseJSON(&message); err != nil {
		return channel.Malformed("%v", err)
	}
	return act(message)
}
