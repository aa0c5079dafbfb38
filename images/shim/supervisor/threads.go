package supervisor

import (
	"runtime"
	"sync"
)

// Threads that wait for work. The runtime takes one for each call that blocks in the kernel; there
// are never this many at once.
const spareThreads = 24

// StartThreads starts every thread that will be needed: at the limit of processes a program that
// needs one more dies, and PID 1 must not.
func StartThreads() {
	// The shim shares the function's processor quota and hardly ever has two things to do at once.
	runtime.GOMAXPROCS(1)
	var started, done sync.WaitGroup
	release := make(chan struct{})
	for index := 0; index < spareThreads; index++ {
		started.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			// A locked goroutine that waits keeps its thread; unlocked, the thread stays and is
			// free.
			runtime.LockOSThread()
			started.Done()
			<-release
			runtime.UnlockOSThread()
		}()
	}
	started.Wait()
	close(release)
	done.Wait()
	// The first collection starts its workers.
	runtime.GC()
}
