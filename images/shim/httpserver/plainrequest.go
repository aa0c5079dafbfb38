package httpserver

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"

	"lambox.dev/shim/ascii"
)

// plainRequests reads the requests that runtimes make all day, as net/http would; whatever is in
// any way unusual it leaves to net/http. A warm event makes two, and everything is used again.
type plainRequests struct {
	request Request
	// Of the request before; a runtime asks for `next` in the same words each time.
	head string
	body sizedBody
}

// plainFieldsMax: each is compared with those before it.
const plainFieldsMax = 100

var headEnd = []byte("\r\n\r\n")

// read gives nil where it has not understood; then it has taken nothing.
func (p *plainRequests) read(reader *bufio.Reader) *Request {
	if _, err := reader.Peek(1); err != nil {
		return nil
	}
	here, _ := reader.Peek(reader.Buffered())
	end := bytes.Index(here, headEnd)
	if end <= 0 {
		return nil
	}
	if string(here[:end]) != p.head {
		// The lines are good for as long as anybody keeps them.
		p.head = string(here[:end])
		if !p.parse(p.head) {
			p.head = ""
			return nil
		}
	}
	_, _ = reader.Discard(end + len(headEnd))
	p.request.Body = http.NoBody
	if length := p.request.ContentLength; length > 0 {
		p.body = sizedBody{reader, length}
		p.request.Body = &p.body
	}
	return &p.request
}

func (p *plainRequests) parse(head string) bool {
	line, rest := cutLine(head)
	method, path, ok := parseLine(line)
	if !ok {
		return false
	}
	p.request = Request{Method: method, Path: path, fields: p.request.fields[:0]}
	host := ""
	for rest != "" {
		line, rest = cutLine(rest)
		colon := strings.IndexByte(line, ':')
		if colon <= 0 || !plainName(line[:colon]) {
			return false
		}
		name, value := line[:colon], strings.Trim(line[colon+1:], " ")
		if len(p.request.fields) == plainFieldsMax || !ascii.Printable(value) ||
			p.request.has(name) || !p.request.understands(name, value) {
			return false
		}
		if sameName(name, "Host") {
			host = value
		}
		p.request.fields = append(p.request.fields, field{name, value})
	}
	return plainHost(host)
}

func cutLine(text string) (line, rest string) {
	end := strings.IndexByte(text, '\r')
	if end < 0 {
		return text, ""
	}
	if end+1 == len(text) || text[end+1] != '\n' {
		// No line that anything below understands.
		return "", text[end:]
	}
	return text[:end], text[end+2:]
}

func parseLine(line string) (method, path string, ok bool) {
	switch {
	case strings.HasPrefix(line, "GET /"):
		method = http.MethodGet
	case strings.HasPrefix(line, "POST /"):
		method = http.MethodPost
	default:
		return "", "", false
	}
	path = strings.TrimSuffix(line[len(method)+1:], " HTTP/1.1")
	if len(path)+len(method)+1+len(" HTTP/1.1") != len(line) || strings.HasPrefix(path, "//") {
		return "", "", false
	}
	for index := 0; index < len(path); index++ {
		if each := path[index]; !wordBytes[each] && each != '/' {
			return "", "", false
		}
	}
	return method, path, true
}

// wordBytes are letters, digits and the dash.
var wordBytes = func() (set [256]bool) {
	for each := range set {
		lower := each | 0x20
		set[each] = lower >= 'a' && lower <= 'z' || each >= '0' && each <= '9' || each == '-'
	}
	return set
}()

func plainName(name string) bool {
	for index := 0; index < len(name); index++ {
		if !wordBytes[name[index]] {
			return false
		}
	}
	return true
}

func plainHost(value string) bool {
	for index := 0; index < len(value); index++ {
		if each := value[index]; !wordBytes[each] && each != '.' && each != ':' {
			return false
		}
	}
	return value != ""
}

func (r *Request) has(name string) bool {
	for index := range r.fields {
		if sameName(r.fields[index].name, name) {
			return true
		}
	}
	return false
}

// understands refuses what changes how the rest is read, but for the plainest of it.
func (r *Request) understands(name, value string) bool {
	switch {
	case sameName(name, "Transfer-Encoding"), sameName(name, "Trailer"), sameName(name, "Expect"),
		sameName(name, "Upgrade"), sameName(name, "Pragma"):
		return false
	case sameName(name, "Connection"):
		r.closes = value == "close"
		return value == "close" || value == "keep-alive"
	case sameName(name, "Content-Length"):
		length, err := strconv.ParseUint(value, 10, 62)
		r.ContentLength = int64(length)
		return err == nil && (len(value) == 1 || value[0] != '0')
	}
	return true
}

// sizedBody is a body whose length the head said.
type sizedBody struct {
	from *bufio.Reader
	left int64
}

func (b *sizedBody) Read(into []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	if int64(len(into)) > b.left {
		into = into[:b.left]
	}
	read, err := b.from.Read(into)
	b.left -= int64(read)
	if err == io.EOF && b.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && b.left == 0 {
		err = io.EOF
	}
	return read, err
}
