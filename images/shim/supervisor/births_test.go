package supervisor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// proc is a folder like /proc whose newest process can be told.
type proc struct {
	t    *testing.T
	root string
}

func (p proc) newest(number string) {
	p.t.Helper()
	path := filepath.Join(p.root, "loadavg")
	if err := os.WriteFile(path, []byte("0.00 0.01 0.05 1/99 "+number+"\n"), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

func (p proc) born(pid, size string) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Join(p.root, pid), 0o755); err != nil {
		p.t.Fatal(err)
	}
	p.rewrite(pid, status("node", "S", size))
}

func (p proc) rewrite(pid, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.root, pid, "status"), []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// withOneProcess has a process that came after the census began: number 26, of so many kilobytes.
func withOneProcess(t *testing.T, size string) (proc, *Census) {
	t.Helper()
	p := proc{t, t.TempDir()}
	p.newest("25")
	census, err := NewCensus(p.root)
	if err != nil {
		t.Fatal(err)
	}
	p.born("26", size)
	p.newest("26")
	return p, census
}

// The folder is read again when the newest process's number has changed, and once more.
func TestCensusReadsTheFolderWhereSomebodyMayHaveCome(t *testing.T) {
	p, census := withOneProcess(t, "1")
	for look, want := range []int{1, 2, 2, 2, 2} {
		if count := census.Take().Processes; count != want || census.Last() != want {
			t.Errorf("look %d: %d processes, expected %d", look, count, want)
		}
		// It comes without a change of the number: its birth was under way.
		p.born([]string{"27", "28", "29", "30", "31"}[look], "1")
	}
	p.newest("32")
	if count := census.Take().Processes; count != 6 {
		t.Errorf("%d processes, expected 6", count)
	}
}

func TestCensusSeesSizesChangeAndProcessesGo(t *testing.T) {
	p, census := withOneProcess(t, "1000")
	census.Take()
	census.Take()
	p.born("26", "2000")
	if count := census.Take(); count.Processes != 1 || count.MemoryBytes != 2000*1024 {
		t.Errorf("%+v", count)
	}
	// What is open of a process that is gone gives nothing.
	if err := os.WriteFile(filepath.Join(p.root, "26", "status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if count := census.Take(); count.Processes != 0 {
		t.Errorf("%+v", count)
	}
}

// Who was killed is one who came, one who is gone or one who is about to go.
func TestCensusTellsWhetherAnybodyMayHaveBeenKilled(t *testing.T) {
	// The digit has the signals 9 to 12.
	pending := func(digit string) string {
		return status("node", "D", "1") + "SigPnd:\t0000000000004" + digit + "00\n"
	}
	const freed, shared = "Name:\tnode\nState:\tR (running)\n", "ShdPnd:\t0000000000000100\n"
	for name, each := range map[string]struct {
		change func(p proc)
		calm   bool
	}{
		"nothing":              {func(proc) {}, true},
		"another signal":       {func(p proc) { p.rewrite("26", pending("0")) }, true},
		"a newcomer":           {func(p proc) { p.newest("27") }, false},
		"one that is gone":     {func(p proc) { p.rewrite("26", "") }, false},
		"a zombie":             {func(p proc) { p.rewrite("26", status("node", "Z", "1")) }, false},
		"one that is about to": {func(p proc) { p.rewrite("26", pending("1")) }, false},
		"with other signals":   {func(p proc) { p.rewrite("26", pending("b")) }, false},
		"with all its threads": {func(p proc) { p.rewrite("26", pending("0")+shared) }, false},
		"one without memory":   {func(p proc) { p.rewrite("26", freed) }, false},
		"with others alone":    {func(p proc) { p.rewrite("26", pending("e")) }, true},
	} {
		p, census := withOneProcess(t, "1")
		for look := 0; look < 3; look++ {
			census.Take()
		}
		each.change(p)
		if count := census.Take(); count.Calm != each.calm {
			t.Errorf("%s: calm %v", name, count.Calm)
		}
	}
}

// A file that never changes tells nothing, nor does one that is not there, nor one of a storm.
func TestCensusThatCannotKnow(t *testing.T) {
	for name, newest := range map[string]string{"the same": "0", "none": "", "storm": "7"} {
		p := proc{t, t.TempDir()}
		if newest != "" {
			p.newest("0")
		}
		census, err := NewCensus(p.root)
		if err != nil {
			t.Fatal(err)
		}
		if name == "storm" {
			p.newest(newest)
			for _, pid := range strings.Split("50 51 52 53 54 55 56 57 58 59", " ") {
				p.born(pid, "1")
			}
		}
		before := census.Take().Processes
		census.Take()
		p.born("60", "1")
		if count := census.Take().Processes; count != before+1 {
			t.Errorf("%s: %d processes, expected %d", name, count, before+1)
		}
	}
}

func TestCensusReadsTheFolderNowAndThenAllTheSame(t *testing.T) {
	p := proc{t, t.TempDir()}
	p.newest("25")
	census, err := NewCensus(p.root)
	if err != nil {
		t.Fatal(err)
	}
	p.newest("26")
	for look := 0; look < 3; look++ {
		census.Take()
	}
	p.born("27", "1")
	for look := 0; look < looksMax; look++ {
		if census.Take().Processes == 1 {
			return
		}
	}
	t.Errorf("never seen in %d looks", looksMax)
}
