package main

import (
	"bufio"
	"fmt"
	"os"
	"syscall"
	"time"
)

func init() {
	acts["hold"] = hold
	acts["spin"] = func(words []string) string { return wait(start("spin", words[0])) }
	children["hold"] = holdOn
	children["spin"] = spin
}

// hold starts processes that each keep megabytes, and returns when they have them.
func hold(words []string) string {
	for count := number(words[0]); count > 0; count-- {
		command := program("hold", words[1])
		output, err := command.StdoutPipe()
		if err == nil {
			err = command.Start()
		}
		if err == nil {
			_, err = bufio.NewReader(output).ReadString('\n')
		}
		if err != nil {
			return err.Error()
		}
	}
	return "held"
}

func holdOn(words []string) {
	held := eat(number(words[0]))
	fmt.Println(held)
	time.Sleep(time.Hour)
}

// spin ends when it has used so much processor time.
func spin(words []string) {
	for enough := duration(words[0]); used() < enough; {
		continue
	}
}

func used() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
