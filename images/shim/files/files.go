// Package files looks at the files of a container, or changes them, for `lambox check`: a process
// of its own beside the shim, started by the engine where the function's processes are.
package files

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Run does one of `list`, `copy`, `unreadable` and `empty` (docs/wire.md, "Files").
func Run(word string, paths []string, out io.Writer) error {
	buffered := bufio.NewWriter(out)
	if err := run(word, paths, json.NewEncoder(buffered)); err != nil {
		return err
	}
	return buffered.Flush()
}

func run(word string, paths []string, out *json.Encoder) error {
	switch word {
	case "list":
		return each(paths, func(path string) error { return list(path, out) })
	case "unreadable":
		return each(paths, func(path string) error { return unreadable(path, out) })
	case "empty":
		return each(paths, empty)
	case "copy":
		if len(paths) != 2 {
			return fmt.Errorf("copy: %d paths, expected 2: from and to", len(paths))
		}
		return copyTree(paths[0], paths[1])
	}
	return fmt.Errorf("files: unknown word %q", word)
}

func each(paths []string, act func(path string) error) error {
	for _, path := range paths {
		if err := act(path); err != nil {
			return err
		}
	}
	return nil
}
