package environment

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"lambox.dev/shim/channel"
)

// resolveCommand finds the runtime's program: the command, looked up in the function's PATH, or
// else the first bootstrap that exists. The problem is the text that Lambda shows.
func resolveCommand(message channel.InitializeMessage) (path string, arguments []string,
	problem string) {
	if len(message.Command) == 0 {
		for _, bootstrap := range message.Bootstraps {
			if found, err := os.Stat(bootstrap); err == nil && !found.IsDir() {
				return bootstrap, []string{bootstrap}, ""
			}
		}
		return "", nil, fmt.Sprintf("Couldn't find valid bootstrap(s): %v", message.Bootstraps)
	}
	name := message.Command[0]
	if strings.ContainsRune(name, '/') {
		return name, message.Command, ""
	}
	for _, folder := range filepath.SplitList(message.Variables["PATH"]) {
		candidate := filepath.Join(folder, name)
		if found, err := os.Stat(candidate); err == nil && !found.IsDir() &&
			found.Mode()&0o111 != 0 {
			return candidate, message.Command, ""
		}
	}
	return name, nil, fmt.Sprintf("exec: %q: executable file not found in $PATH", name)
}
