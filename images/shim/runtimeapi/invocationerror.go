package runtimeapi

import (
	"bytes"
	"encoding/json"
	"io"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

const (
	errorCauseType = "application/vnd.aws.lambda.error.cause+json"
	// What is kept of such an error, in bytes: of an event that streams, too, whose response may
	// have 200 MB.
	errorCauseBytesMax = 6291556
)

// invocationError is POST /runtime/invocation/{id}/error.
func (r *Runtime) invocationError(w *httpserver.Response, request *httpserver.Request,
	requestID string) {
	invocation := r.claim(w, request, requestID, CallError)
	if invocation == nil {
		return
	}
	head := channel.ResponseHeadMessage{
		RequestID: requestID, Kind: "error",
		ContentType: cut(request.Field("Content-Type"), contentTypeMax),
		Mode:        "buffered",
		ErrorType:   sanitiseErrorType(request.Field("Lambda-Runtime-Function-Error-Type")),
		SinceUs:     invocation.SinceUs(),
	}
	if request.Field("Lambda-Runtime-Function-Response-Mode") == "streaming" {
		head.Mode = "streaming"
	}
	if head.ContentType != errorCauseType {
		r.answer(w, request, invocation, head, request.Body, "")
		return
	}
	// This one type is rewritten, so it must be here as a whole; what is cut off is no JSON.
	whole, err := io.ReadAll(io.LimitReader(request.Body, errorCauseBytesMax))
	if err != nil {
		r.answer(w, request, invocation, head, bytes.NewReader(nil), outcomeTruncated)
		return
	}
	var body []byte
	body, head.ContentType = withoutCause(whole)
	r.answer(w, request, invocation, head, bytes.NewReader(body), "")
}

// withoutCause keeps what the caller may see (contract §1.7).
func withoutCause(whole []byte) (body []byte, contentType string) {
	var parsed problem
	if json.Unmarshal(whole, &parsed) == nil {
		if body, err := json.Marshal(parsed); err == nil {
			return body, "application/json"
		}
	}
	return []byte(`"Invalid error body"`), "application/octet-stream"
}
