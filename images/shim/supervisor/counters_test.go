package supervisor

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func writeTo(pump *LogPump, text string) (int, error) {
	return syscall.Write(pump.WriteEnd(), []byte(text))
}

// fixture is a folder with the files.
func fixture(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// As Docker 20.10 shows them in a container.
var versionOne = map[string]string{
	"cpuacct/cpuacct.usage":        "1234567890\n",
	"cpu/cpu.stat":                 "nr_periods 4\nnr_throttled 2\nthrottled_time 5000000\n",
	"memory/memory.oom_control":    "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
	"memory/memory.usage_in_bytes": "1000\n", "memory/memory.limit_in_bytes": "134217728\n",
}

var versionTwo = map[string]string{
	"cgroup.controllers": "cpu memory pids\n",
	"cpu.stat": "usage_usec 1234567\nuser_usec 1\nsystem_usec 2\nnr_periods 4\nnr_throttled 2\n" +
		"throttled_usec 5000\n",
	"memory.events":  "low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 0\n",
	"memory.current": "1000\n", "memory.max": "134217728\n",
}

// The group is below the root where the container has no namespace of its own.
func below(files map[string]string, folder string) map[string]string {
	moved := map[string]string{"cgroup.controllers": "cpu\n"}
	for name, text := range files {
		moved[folder+"/"+name] = text
	}
	return moved
}

func TestCgroupOfBothVersions(t *testing.T) {
	for name, each := range map[string]struct {
		files   map[string]string
		own     string
		version int
	}{
		"version 1": {versionOne, "12:memory:/docker/x\n4:cpu,cpuacct:/docker/x\n",
			1},
		"version 2":                 {versionTwo, "0::/\n", 2},
		"version 2, host namespace": {below(versionTwo, "docker/x"), "0::/docker/x\n", 2},
	} {
		group := OpenCgroup(fixture(t, each.files), each.own)
		used, limit := group.Memory()
		if group.Version != each.version || group.CPU() != (CPU{1234567, 5000}) ||
			group.OomKills() != 3 || used != 1000 || limit != 134217728 {
			t.Errorf("%s: version %d, %+v, %d kills, %d of %d bytes", name, group.Version,
				group.CPU(),
				group.OomKills(), used, limit)
		}
	}
}

func TestCgroupThatIsNotThere(t *testing.T) {
	group := OpenCgroup(t.TempDir(), "")
	used, limit := group.Memory()
	if group.Version != 0 || group.CPU() != (CPU{}) || group.OomKills() != 0 || used+limit != 0 {
		t.Errorf("%+v", group)
	}
}

func TestCgroupWithoutALimit(t *testing.T) {
	group := OpenCgroup(fixture(t, map[string]string{
		"cgroup.controllers": "", "memory.current": "5\n", "memory.max": "max\n",
	}), "0::/")
	if used, limit := group.Memory(); used != 5 || limit != 0 {
		t.Errorf("%d of %d", used, limit)
	}
}

func status(name, state, size string) string {
	return "Name:\t" + name + "\nUmask:\t0022\nState:\t" + state + "\nVmHWM:\t" + size + " kB\n"
}

func TestCensus(t *testing.T) {
	root := fixture(t, map[string]string{
		"1/status": status("shim", "S (sleeping)", "9999"), "7/status": status("node", "S", "1000"),
		"12/status": status("a b", "T (stopped)", "24"),
		"13/status": status("dead", "Z (zombie)", "500"),
		"14/status": "Name:\tkernel\nState:\tS\n", "self/status": "", "version": "",
	})
	census, err := NewCensus(root)
	if err != nil {
		t.Fatal(err)
	}
	for round := 0; round < 2; round++ {
		if count := census.Take(); count.Processes != 3 || count.MemoryBytes != 1024*1024 {
			t.Errorf("%+v", count)
		}
	}
}

func TestOutOfMemoryNamesTheLargestThatIsGone(t *testing.T) {
	group := fixture(t, versionOne)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(group, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root := fixture(t, map[string]string{
		"7/status": status("small", "S", "10"), "8/status": status("large", "S", "100"),
		"9/status": status("stays", "S", "1000"),
	})
	census, err := NewCensus(root)
	if err != nil {
		t.Fatal(err)
	}
	watch := NewOutOfMemory(OpenCgroup(group, ""), census)
	write("memory/memory.usage_in_bytes", "134217000\n")
	if _, killed := watch.Look(false); killed || watch.Killed() {
		t.Error("killed before anything was")
	}
	for _, pid := range []string{"7", "8"} {
		if err := os.RemoveAll(filepath.Join(root, pid)); err != nil {
			t.Fatal(err)
		}
	}
	write("memory/memory.oom_control", "oom_kill 5\n")
	victim, killed := watch.Look(false)
	if !killed || victim != (Victim{"large", 100 * 1024, 2}) {
		t.Errorf("%+v %v", victim, killed)
	}
	if _, again := watch.Look(false); again {
		t.Error("told twice")
	}
}

func TestNobodyButPidOneSignalsAll(t *testing.T) {
	// Signal 0 does nothing even if it went out.
	if err := signalAll(0); err != syscall.EPERM {
		t.Errorf("error %v, expected EPERM", err)
	}
}

func TestVictimThatNobodySaw(t *testing.T) {
	group := fixture(t, versionOne)
	census, err := NewCensus(fixture(t, map[string]string{"7/status": status("node", "S", "10")}))
	if err != nil {
		t.Fatal(err)
	}
	watch := NewOutOfMemory(OpenCgroup(group, ""), census)
	oom := filepath.Join(group, "memory/memory.oom_control")
	if err := os.WriteFile(oom, []byte("oom_kill 4\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for look := 0; look < waitsMax; look++ {
		if _, killed := watch.Look(false); killed {
			t.Error("told before the waiting was over")
		}
	}
	if victim, killed := watch.Look(false); !killed || victim != (Victim{"", 0, 1}) {
		t.Errorf("%+v %v", victim, killed)
	}
}

// Who was large and ended by itself, in a life that is over or while there was room again, is not
// taken for the victim of a later kill; nor is a kill of that life told in the next.
func TestNobodyIsSuspectedForLong(t *testing.T) {
	for name, pass := range map[string]func(watch *OutOfMemory, write func(name, text string)){
		"another life": func(watch *OutOfMemory, write func(name, text string)) {
			write("memory/memory.oom_control", "oom_kill 4\n")
			watch.Restart()
		},
		"room again": func(watch *OutOfMemory, write func(name, text string)) {
			write("memory/memory.usage_in_bytes", "1000\n")
		},
	} {
		group := fixture(t, versionOne)
		write := func(name, text string) {
			if err := os.WriteFile(filepath.Join(group, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		root := fixture(t, map[string]string{"8/status": status("large", "S", "100")})
		census, err := NewCensus(root)
		if err != nil {
			t.Fatal(err)
		}
		watch := NewOutOfMemory(OpenCgroup(group, ""), census)
		write("memory/memory.usage_in_bytes", "134217000\n")
		watch.Look(false)
		if err := os.RemoveAll(filepath.Join(root, "8")); err != nil {
			t.Fatal(err)
		}
		pass(watch, write)
		if victim, killed := watch.Look(false); killed {
			t.Errorf("%s: killed %+v", name, victim)
		}
		write("memory/memory.oom_control", "oom_kill 5\n")
		if victim, killed := watch.Look(true); !killed || victim.Name != "" {
			t.Errorf("%s: killed %v, %+v", name, killed, victim)
		}
	}
}
