package httpserver

import (
	"io"
	"net/http"
	"strings"
)

// Handler answers requests. It may keep neither of the two beyond its return, but for what `Hold`
// gives.
type Handler interface {
	Serve(w *Response, request *Request)
}

// HandlerFunc is a function that is a handler.
type HandlerFunc func(w *Response, request *Request)

// Serve calls the function.
func (f HandlerFunc) Serve(w *Response, request *Request) {
	f(w, request)
}

// Request is what a client asks.
type Request struct {
	Method string
	// Nothing is cleaned, so nothing leads elsewhere.
	Path string
	// Of the body, in bytes; -1: not said.
	ContentLength int64
	Body          io.Reader

	fields []field
	// The client wants no other answer on its connection.
	closes bool
	// nil where `plainRequests` understood it.
	whole *http.Request
}

type field struct {
	name, value string
}

// Field is the value of a header, "" where there is none; names are compared without their case.
func (r *Request) Field(name string) string {
	if r.whole != nil {
		return r.whole.Header.Get(name)
	}
	for index := range r.fields {
		if each := &r.fields[index]; sameName(each.name, name) {
			return each.value
		}
	}
	return ""
}

func sameName(one, other string) bool {
	return len(one) == len(other) && strings.EqualFold(one, other)
}

// Trailer is the value of what a chunked body ended with. To be asked once the body is read.
func (r *Request) Trailer(name string) string {
	if r.whole == nil {
		return ""
	}
	return r.whole.Trailer.Get(name)
}

// hasBody: otherwise there is nothing to read up before the next request.
func (r *Request) hasBody() bool {
	return r.Body != http.NoBody
}

// unusual takes over what net/http has read.
func (r *Request) unusual(whole *http.Request) {
	*r = Request{
		Method: whole.Method, Path: whole.URL.Path, ContentLength: whole.ContentLength,
		Body: whole.Body, closes: whole.Close, whole: whole,
	}
}
