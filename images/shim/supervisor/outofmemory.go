package supervisor

import "sync"

// OutOfMemory watches the kernel's counter of processes it killed for want of memory. Nobody is
// told of a victim that is not the shim's own child, so who is large is noted while memory is
// nearly full.
type OutOfMemory struct {
	cgroup *Cgroup
	census *Census

	mutex    sync.Mutex
	known    int64
	suspects map[string]suspect
	waits    int
}

const aFew = 2

// waitsMax looks may find nobody: with them a victim is told within 100 ms.
const waitsMax = 2

type suspect struct {
	name  string
	bytes int64
}

// Victim is what the kernel killed; the name is empty where nobody saw it.
type Victim struct {
	Name        string
	MemoryBytes int64
	Kills       int64
}

// NewOutOfMemory counts from now on.
func NewOutOfMemory(cgroup *Cgroup, census *Census) *OutOfMemory {
	return &OutOfMemory{cgroup: cgroup, census: census, known: cgroup.OomKills()}
}

// Restart is for a moment without any process: whom the kernel killed and who was large is the past
// of a life that is over.
func (o *OutOfMemory) Restart() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.known, o.suspects, o.waits = o.cgroup.OomKills(), nil, 0
}

// Killed says whether the kernel killed something since the last `Look`, reading one file.
func (o *OutOfMemory) Killed() bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.cgroup.OomKills() != o.known
}

// Look says whether the kernel killed something since the last call. Meant for every 25 ms while
// the function runs, and for the end of a process or an invocation: that is final, where other
// looks wait a little for a victim that nobody has seen.
func (o *OutOfMemory) Look(final bool) (victim Victim, killed bool) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	kills := o.cgroup.OomKills()
	if kills == o.known {
		// Below this share of the limit nothing is about to be killed, and who was large may have
		// gone by itself.
		o.suspects = nil
		if used, limit := o.cgroup.Memory(); limit > 0 && used > limit/4*3 {
			o.suspects, _ = o.alive()
		}
		return Victim{}, false
	}
	victim = o.find(kills - o.known)
	if victim.Name == "" && !final && o.waits < waitsMax {
		o.waits++
		return Victim{}, false
	}
	o.known, o.waits = kills, 0
	return victim, true
}

func (o *OutOfMemory) find(kills int64) Victim {
	victim := Victim{Kills: kills}
	alive, dying := o.alive()
	_, room := o.cgroup.Memory()
	for _, each := range alive {
		room -= each.bytes
	}
	for pid, suspect := range o.suspects {
		if _, lives := alive[pid]; !lives && suspect.bytes > victim.MemoryBytes {
			victim.Name, victim.MemoryBytes = suspect.name, suspect.bytes
		}
	}
	if victim.Name == "" {
		victim.Name = dying
	}
	if victim.Name != "" && kills == 1 && len(alive) <= aFew && room > victim.MemoryBytes {
		// Seen when it was smaller; it died when it and the others filled everything. Of many
		// processes there are always some that are not counted in this moment.
		victim.MemoryBytes = room
	}
	o.suspects = alive
	return victim
}

// alive is who has memory, and the name of one that has just lost it.
func (o *OutOfMemory) alive() (found map[string]suspect, dying string) {
	found = map[string]suspect{}
	o.census.Each(func(pid string, status []byte) {
		name := string(value(status, "Name:"))
		if size := kilobytes(status, "VmHWM:") * 1024; size > 0 {
			found[pid] = suspect{name, size}
		} else {
			dying = name
		}
	})
	return found, dying
}
