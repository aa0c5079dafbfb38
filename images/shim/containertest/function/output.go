package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func init() {
	acts["mixed"] = mixed
	acts["long"] = func(words []string) string {
		fmt.Println(strings.Repeat("x", number(words[0])))
		return ""
	}
	acts["large"] = func(words []string) string { return strings.Repeat("x", number(words[0])) }
	acts["reopen"] = reopen
	acts["flood"] = flood
	acts["frame"] = frame
	acts["garbage"] = garbage
}

func number(text string) int {
	parsed, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return parsed
}

// mixed writes to both streams in turn; the last line has no end.
func mixed([]string) string {
	for index := 0; index < 50; index++ {
		fmt.Fprintf(os.Stdout, "out %d\n\n", index)
		fmt.Fprintf(os.Stderr, "err %d\n", index)
	}
	fmt.Print("no end")
	return ""
}

func reopen([]string) string {
	for _, path := range []string{"/dev/stdout", "/dev/stderr"} {
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err.Error()
		}
		fmt.Fprintln(file, "through", path)
		file.Close()
	}
	return "reopened"
}

func flood(words []string) string {
	line := []byte(strings.Repeat("f", 1023) + "\n")
	for kilobytes := number(words[0]); kilobytes > 0; kilobytes-- {
		if _, err := os.Stdout.Write(line); err != nil {
			return err.Error()
		}
	}
	return "flooded"
}

var opened *os.File

// framing is opened once: a file that nobody holds any more would be closed.
func framing() *os.File {
	if opened == nil {
		opened = os.NewFile(uintptr(number(os.Getenv("_LAMBDA_TELEMETRY_LOG_FD"))), "log")
	}
	return opened
}

func frame([]string) string {
	text := "first\nsecond\n"
	head := make([]byte, 16)
	binary.BigEndian.PutUint32(head, 0xa55a0003|0x14)
	binary.BigEndian.PutUint32(head[4:], uint32(len(text)))
	binary.BigEndian.PutUint64(head[8:], 1764000000123456)
	if _, err := framing().Write(append(head, text...)); err != nil {
		return err.Error()
	}
	return "framed"
}

// garbage writes megabytes that begin no frame, then a good frame.
func garbage(words []string) string {
	noise := make([]byte, 1<<20)
	for index := range noise {
		noise[index] = byte(index*7 + index>>8)
	}
	for megabytes := number(words[0]); megabytes > 0; megabytes-- {
		if _, err := framing().Write(noise); err != nil {
			return err.Error()
		}
	}
	return frame(nil)
}
