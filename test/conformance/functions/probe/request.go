package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// request is one HTTP exchange, written byte by byte so that it can also be wrong.
type request struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	// So many bytes in the place of a body.
	BodyBytes int `json:"bodyBytes"`
	// A chunked body, with a pause before each chunk but the first.
	Chunks       []string          `json:"chunks"`
	ChunkPauseMs int               `json:"chunkPauseMs"`
	Trailers     map[string]string `json:"trailers"`
	// The last chunk is left out and the connection ends.
	Cut bool `json:"cut"`
	// Another host than the Runtime API's.
	Host string `json:"host"`
	// Gives up after so long and hangs up; 0: never.
	PatienceMs int `json:"patienceMs"`
	// Goes on beside the steps under this name; see `await`.
	Beside   string `json:"beside"`
	verbatim bool
}

// bodyKept is what of an answer's body is recorded, in bytes.
const bodyKept = 65536

func (p *probe) call(r request) seen {
	path := p.filled(r.Path)
	found := seen{Step: r.Method + " " + r.Path, EpochMs: time.Now().UnixNano() / 1e6}
	host := r.Host
	if host == "" {
		host = p.api
	}
	connection, err := net.Dial("tcp", host)
	if err != nil {
		found.Error = err.Error()
		return found
	}
	defer connection.Close()
	if r.PatienceMs > 0 {
		_ = connection.SetDeadline(time.Now().Add(milliseconds(r.PatienceMs)))
	}
	go p.send(connection, r, host, path)
	p.receive(connection, &found)
	if id := found.Headers["Lambda-Extension-Identifier"]; id != "" {
		p.values["identifier"] = id
	}
	isAnswer := strings.HasSuffix(path, "/response") || strings.HasSuffix(path, "/error")
	found.answered = isAnswer && strings.Contains(path, "/invocation/") &&
		(found.Status == 202 || found.Status == 413 || strings.Contains(found.Body, "truncated") ||
			strings.Contains(found.Body, "InvalidFunctionResponseMode"))
	return found
}

func (p *probe) receive(connection net.Conn, found *seen) {
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		found.Error = err.Error()
		return
	}
	body, err := io.ReadAll(answer.Body)
	found.Error = textOf(err)
	found.Status, found.Bytes, found.whole = answer.StatusCode, len(body), body
	if len(body) > bodyKept {
		body = body[:bodyKept]
	}
	found.Body = string(body)
	found.Headers = map[string]string{"Protocol": answer.Proto}
	for name, values := range answer.Header {
		found.Headers[name] = strings.Join(values, ", ")
	}
}

func (p *probe) send(connection net.Conn, r request, host, path string) {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\n", r.Method, path, host)
	for name, value := range r.Headers {
		head += name + ": " + p.filled(value) + "\r\n"
	}
	if len(r.Chunks) > 0 {
		p.sendChunks(connection, r, head)
		return
	}
	body := r.Body
	if !r.verbatim {
		body = p.filled(body)
	}
	if r.BodyBytes > 0 {
		body = `"` + strings.Repeat("x", r.BodyBytes-2) + `"`
	}
	length := len(body)
	if r.Cut {
		length++
	}
	_, _ = io.WriteString(connection, fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, length,
		body))
	if r.Cut {
		_ = connection.(*net.TCPConn).CloseWrite()
	}
}

func (p *probe) sendChunks(connection net.Conn, r request, head string) {
	names := []string{}
	for name := range r.Trailers {
		names = append(names, name)
	}
	if len(names) > 0 {
		head += "Trailer: " + strings.Join(names, ", ") + "\r\n"
	}
	_, _ = io.WriteString(connection, head+"Transfer-Encoding: chunked\r\n\r\n")
	for index, chunk := range r.Chunks {
		if index > 0 {
			time.Sleep(milliseconds(r.ChunkPauseMs))
		}
		chunk = p.filled(chunk)
		_, _ = io.WriteString(connection, fmt.Sprintf("%x\r\n%s\r\n", len(chunk), chunk))
	}
	if r.Cut {
		_ = connection.(*net.TCPConn).CloseWrite()
		return
	}
	trailers := ""
	for name, value := range r.Trailers {
		trailers += name + ": " + value + "\r\n"
	}
	_, _ = io.WriteString(connection, "0\r\n"+trailers+"\r\n")
}

func (p *probe) callBeside(r request) {
	result := make(chan seen, 1)
	p.beside[r.Beside] = result
	go func() {
		copied := probe{api: p.api, values: map[string]string{}}
		for name, value := range p.values {
			copied.values[name] = value
		}
		result <- copied.call(r)
	}()
}

// await records what a call beside the steps has brought.
func (p *probe) await(name string) seen {
	return <-p.beside[name]
}
