package files

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asAnother makes the test's program do a word instead of the tests.
const asAnother = "LAMBOX_FILES_WORD"

func TestMain(m *testing.M) {
	if word := os.Getenv(asAnother); word != "" {
		if err := Run(word, os.Args[1:], os.Stdout); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// tree has each path with this mode; what ends with a slash is a folder.
func tree(t *testing.T, modes map[string]os.FileMode) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "root")
	must(t, os.Mkdir(root, 0o755))
	for path := range modes {
		full := filepath.Join(root, path)
		must(t, os.MkdirAll(filepath.Dir(full), 0o755))
		if strings.HasSuffix(path, "/") {
			must(t, os.MkdirAll(full, 0o755))
		} else {
			must(t, os.WriteFile(full, []byte(path), 0o644))
		}
	}
	for path, mode := range modes {
		must(t, os.Chmod(filepath.Join(root, path), mode))
	}
	t.Cleanup(func() { _ = exec.Command("chmod", "-R", "u+rwx", root).Run() })
	return root
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// entries is what the word says, by path beneath the root.
func entries(t *testing.T, root, text string) map[string]Entry {
	t.Helper()
	found := map[string]Entry{}
	decoder := json.NewDecoder(strings.NewReader(text))
	for decoder.More() {
		var entry Entry
		must(t, decoder.Decode(&entry))
		relative, err := filepath.Rel(root, entry.Path)
		must(t, err)
		found[relative] = entry
	}
	return found
}

func said(t *testing.T, word string, paths ...string) string {
	t.Helper()
	var out bytes.Buffer
	must(t, Run(word, paths, &out))
	return out.String()
}

func TestListTellsWhatChanged(t *testing.T) {
	root := tree(t, map[string]os.FileMode{"a": 0o644, "b": 0o755, "d/": 0o755, "d/c": 0o600})
	must(t, os.Symlink("a", filepath.Join(root, "l")))
	before := entries(t, root, said(t, "list", root, filepath.Join(root, "missing")))
	for path, want := range map[string]string{
		".": "folder 0755", "a": "file 0644", "b": "file 0755", "d": "folder 0755",
		"d/c": "file 0600", "l": "link 0777",
	} {
		if entry := before[path]; entry.Kind+" "+entry.Mode != want {
			t.Errorf("%s: got %+v, expected %s", path, entry, want)
		}
	}
	if len(before) != 6 {
		t.Errorf("%d entries, expected 6", len(before))
	}
	must(t, os.WriteFile(filepath.Join(root, "a"), []byte("other"), 0o644))
	must(t, os.Remove(filepath.Join(root, "d/c")))
	after := entries(t, root, said(t, "list", root))
	if after["a"].Stamp == before["a"].Stamp || after["b"].Stamp != before["b"].Stamp {
		t.Errorf("stamps: %+v, then %+v", before, after)
	}
	if _, there := after["d/c"]; there {
		t.Error("d/c is still told")
	}
}

func TestUnreadableTellsWhatTheUserCannotRead(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be another user")
	}
	root := tree(t, map[string]os.FileMode{
		"open": 0o644, "secret": 0o600, "shut/": 0o700, "shut/below": 0o644, "blind/": 0o744,
		"blind/below": 0o644, "dark/": 0o711, "group": 0o640,
	})
	for folder := filepath.Dir(root); len(folder) > 1; folder = filepath.Dir(folder) {
		if folder != os.TempDir() {
			must(t, os.Chmod(folder, 0o755))
		}
	}
	must(t, os.Chown(filepath.Join(root, "group"), 0, 990))
	program := filepath.Join(filepath.Dir(root), "program")
	must(t, exec.Command("cp", os.Args[0], program).Run())
	command := exec.Command(program, root)
	command.Env = []string{asAnother + "=unreadable"}
	command.SysProcAttr = &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: 993, Gid: 990},
	}
	text, err := command.Output()
	must(t, err)
	found := entries(t, root, string(text))
	for _, path := range []string{"secret", "shut", "blind", "dark"} {
		if _, there := found[path]; !there {
			t.Errorf("%s is not told", path)
		}
	}
	if len(found) != 4 {
		t.Errorf("got %+v, expected 4", found)
	}
}

func TestCopyKeepsModesAndEmptyKeepsTheFolder(t *testing.T) {
	from := tree(t, map[string]os.FileMode{"a": 0o600, "d/": 0o750, "d/run": 0o755})
	must(t, os.Symlink("d/run", filepath.Join(from, "l")))
	to := filepath.Join(t.TempDir(), "to")
	must(t, Run("copy", []string{from, to}, &bytes.Buffer{}))
	copied := entries(t, to, said(t, "list", to))
	for path, entry := range entries(t, from, said(t, "list", from)) {
		if copied[path].Mode != entry.Mode || copied[path].Kind != entry.Kind {
			t.Errorf("%s: got %+v, expected %+v", path, copied[path], entry)
		}
	}
	text, err := os.ReadFile(filepath.Join(to, "l"))
	if err != nil || string(text) != "d/run" {
		t.Errorf("got %q, %v", text, err)
	}
	must(t, Run("empty", []string{to}, &bytes.Buffer{}))
	if left := entries(t, to, said(t, "list", to)); len(left) != 1 {
		t.Errorf("left: %+v", left)
	}
}

func TestWhatIsNotUnderstoodIsAnError(t *testing.T) {
	for _, words := range [][]string{{"burn"}, {"copy", "/a"}, {"empty", "/no/such/folder"}} {
		if Run(words[0], words[1:], &bytes.Buffer{}) == nil {
			t.Errorf("%v is no error", words)
		}
	}
}
