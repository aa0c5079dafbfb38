// The one program of the image that contract tests of an engine run: each word makes it do one
// thing.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func main() {
	word, argument := "wait", ""
	if len(os.Args) > 1 {
		word = os.Args[1]
	}
	if len(os.Args) > 2 {
		argument = os.Args[2]
	}
	switch word {
	case "echo": // stdin to stdout until it ends
		io.Copy(os.Stdout, os.Stdin)
	case "exit": // with this code
		code, _ := strconv.Atoi(argument)
		os.Exit(code)
	case "say": // a line to each of stdout and stderr
		fmt.Fprintln(os.Stdout, "out: "+argument)
		fmt.Fprintln(os.Stderr, "err: "+argument)
	case "flood": // so many bytes to stdout
		flood(argument)
	case "swallow": // stdin to nowhere, then its length
		length, _ := io.Copy(io.Discard, os.Stdin)
		fmt.Println(length)
	case "variable": // its value
		fmt.Println(os.Getenv(argument))
	case "read": // a file's text
		copyFile(argument)
	case "files": // the text of each file that a line of stdin names
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			copyFile(lines.Text())
		}
	case "write": // into a file, or why not
		if err := os.WriteFile(argument, []byte("written"), 0o644); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	case "list": // a directory's names
		list(argument)
	case "wait": // until killed; SIGTERM would not do it
		signal.Ignore(syscall.SIGTERM)
		for {
			time.Sleep(time.Hour)
		}
	default:
		fmt.Fprintln(os.Stderr, "unknown word "+word)
		os.Exit(2)
	}
}

func flood(argument string) {
	left, _ := strconv.Atoi(argument)
	block := make([]byte, 32768)
	for i := range block {
		block[i] = byte('a' + i%26)
	}
	for left > 0 {
		part := block
		if left < len(part) {
			part = part[:left]
		}
		written, err := os.Stdout.Write(part)
		if err != nil {
			os.Exit(1)
		}
		left -= written
	}
}

func copyFile(path string) {
	file, err := os.Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	io.Copy(os.Stdout, file)
}

func list(path string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, entry := range entries {
		fmt.Println(entry.Name())
	}
}
