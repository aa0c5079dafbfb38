package httpserver

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
)

// plainRequests reads the requests that runtimes make all day, as net/http would; whatever is in
// any way unusual it leaves to net/http. A warm event makes two, and everything is used again.
type plainRequests struct {
	request http.Request
	url     url.URL
	header  http.Header
	values  []string
	body    sizedBody
}

// read gives nil where it has not understood; then it has taken nothing.
func (p *plainRequests) read(reader *bufio.Reader) *http.Request {
	if _, err := reader.Peek(1); err != nil {
		return nil
	}
	here, _ := reader.Peek(reader.Buffered())
	end := bytes.Index(here, []byte("\r\n\r\n"))
	if end < 0 {
		return nil
	}
	// The lines are good for as long as anybody keeps them.
	if !p.parse(string(here[:end])) {
		return nil
	}
	_, _ = reader.Discard(end + 4)
	p.request.Body = http.NoBody
	if length := p.request.ContentLength; length > 0 {
		p.body = sizedBody{reader, length}
		p.request.Body = &p.body
	}
	return &p.request
}

func (p *plainRequests) parse(head string) bool {
	line, rest, _ := strings.Cut(head, "\r\n")
	method, target, ok := parseLine(line)
	if !ok {
		return false
	}
	if p.header == nil {
		p.header = make(http.Header, 12)
	}
	for name := range p.header {
		delete(p.header, name)
	}
	p.values = p.values[:0]
	p.url = url.URL{Path: target}
	p.request = http.Request{
		Method: method, URL: &p.url, RequestURI: target, Header: p.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	for rest != "" {
		line, rest, _ = strings.Cut(rest, "\r\n")
		if !p.addField(line) {
			return false
		}
	}
	return p.request.Host != ""
}

func parseLine(line string) (method, target string, ok bool) {
	switch {
	case strings.HasPrefix(line, "GET /"):
		method = http.MethodGet
	case strings.HasPrefix(line, "POST /"):
		method = http.MethodPost
	default:
		return "", "", false
	}
	target = strings.TrimSuffix(line[len(method)+1:], " HTTP/1.1")
	if len(target)+len(method)+1+len(" HTTP/1.1") != len(line) || strings.HasPrefix(target, "//") {
		return "", "", false
	}
	for index := 0; index < len(target); index++ {
		if each := target[index]; !alphanumeric(each) && each != '/' && each != '-' {
			return "", "", false
		}
	}
	return method, target, true
}

func alphanumeric(each byte) bool {
	return each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z' || each >= '0' && each <= '9'
}

// addField takes a name of letters and dashes and a value of printable characters.
func (p *plainRequests) addField(line string) bool {
	colon := strings.IndexByte(line, ':')
	if colon <= 0 {
		return false
	}
	name, canonical := line[:colon], true
	for index := 0; index < colon; index++ {
		each := line[index]
		if !alphanumeric(each) && each != '-' {
			return false
		}
		first := index == 0 || line[index-1] == '-'
		canonical = canonical && (first == (each >= 'A' && each <= 'Z') || each < 'A')
	}
	if !canonical {
		name = textproto.CanonicalMIMEHeaderKey(name)
	}
	value := strings.Trim(line[colon+1:], " ")
	for index := 0; index < len(value); index++ {
		if each := value[index]; each < ' ' || each > '~' {
			return false
		}
	}
	return p.addKnown(name, value)
}

// addKnown refuses what changes how the rest is read, but for the plainest of it.
func (p *plainRequests) addKnown(name, value string) bool {
	switch name {
	case "Host":
		if p.request.Host != "" || !plainHost(value) {
			return false
		}
		p.request.Host = value
		return true
	case "Transfer-Encoding", "Trailer", "Expect", "Upgrade", "Pragma":
		return false
	case "Connection":
		p.request.Close = value == "close"
		if value != "close" && value != "keep-alive" {
			return false
		}
	case "Content-Length":
		length, err := strconv.ParseUint(value, 10, 62)
		if err != nil || value != strconv.FormatUint(length, 10) {
			return false
		}
		p.request.ContentLength = int64(length)
	}
	if _, twice := p.header[name]; twice {
		return false
	}
	p.values = append(p.values, value)
	last := len(p.values)
	p.header[name] = p.values[last-1 : last : last]
	return true
}

func plainHost(value string) bool {
	for index := 0; index < len(value); index++ {
		if each := value[index]; !alphanumeric(each) && each != '.' && each != ':' && each != '-' {
			return false
		}
	}
	return value != ""
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

// Close is the reader's, who goes on reading.
func (b *sizedBody) Close() error {
	return nil
}
