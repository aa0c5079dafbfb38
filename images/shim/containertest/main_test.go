//go:build container

package containertest

import (
	"archive/tar"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// TestMain makes an image from nothing: the function's static binary and no more.
func TestMain(m *testing.M) {
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.Remove(functionPath)
	_ = exec.Command("docker", "rmi", "-f", image).Run()
	os.Exit(code)
}

// functionPath is the function's program on this machine.
var functionPath string

var script = []byte("#!/no/interpreter\n")

func build() error {
	binary, err := os.CreateTemp("", "function")
	if err != nil {
		return err
	}
	binary.Close()
	functionPath = binary.Name()
	compile := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary.Name(),
		"./function")
	compile.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := compile.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %s", err, output)
	}
	if err := os.Chmod(functionPath, 0o755); err != nil {
		return err
	}
	content, err := os.ReadFile(binary.Name())
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	for _, entry := range []tar.Header{
		// A tmpfs there takes on this mode, whatever it is asked for.
		{Name: "tmp/", Mode: 0o755, Typeflag: tar.TypeDir},
		{Name: "var/lambox/", Mode: 0o755, Typeflag: tar.TypeDir},
		// The function's own: only that they cannot be written keeps them as they are.
		{Name: "var/task/", Mode: 0o777, Typeflag: tar.TypeDir, Uid: 993, Gid: 990},
		{Name: "var/task/own", Mode: 0o644, Typeflag: tar.TypeReg, Uid: 993, Gid: 990},
		{Name: "var/runtime/", Mode: 0o777, Typeflag: tar.TypeDir, Uid: 993, Gid: 990},
		{Name: "var/runtime/own", Mode: 0o644, Typeflag: tar.TypeReg, Uid: 993, Gid: 990},
		{Name: "opt/", Mode: 0o777, Typeflag: tar.TypeDir, Uid: 993, Gid: 990},
		{Name: "opt/own", Mode: 0o644, Typeflag: tar.TypeReg, Uid: 993, Gid: 990},
		{Name: "opt/extensions/", Mode: 0o755, Typeflag: tar.TypeDir},
		{Name: "proc/", Mode: 0o755, Typeflag: tar.TypeDir},
		{Name: "text", Mode: 0o755, Typeflag: tar.TypeReg},
		{Name: "closed", Mode: 0o644, Typeflag: tar.TypeReg},
		{Name: "script", Mode: 0o755, Typeflag: tar.TypeReg, Size: int64(len(script))},
		{Name: "function", Mode: 0o755, Typeflag: tar.TypeReg, Size: int64(len(content))},
	} {
		entry := entry
		if err := writer.WriteHeader(&entry); err != nil {
			return err
		}
		body := content
		if entry.Name == "script" {
			body = script
		}
		if entry.Size > 0 {
			if _, err := writer.Write(body); err != nil {
				return err
			}
		}
	}
	if err := writer.Close(); err != nil {
		return err
	}
	imported := exec.Command("docker", "import", "--change", "LABEL "+label, "-", image)
	imported.Stdin = &archive
	if output, err := imported.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %s", err, output)
	}
	return nil
}
