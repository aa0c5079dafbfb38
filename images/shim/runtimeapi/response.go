package runtimeapi

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// What became of a response on its way out.
const (
	outcomeComplete    = "complete"
	outcomeTooLarge    = "tooLarge"
	outcomeTruncated   = "truncated"
	outcomeInvalidMode = "invalidMode"
)

// response is POST /runtime/invocation/{id}/response.
func (r *Runtime) response(w *httpserver.Response, request *httpserver.Request, requestID string) {
	invocation := r.claim(w, request, requestID, CallResponse)
	if invocation == nil {
		return
	}
	head := channel.ResponseHeadMessage{
		RequestID: requestID, Kind: "response",
		ContentType: cut(request.Field("Content-Type"), contentTypeMax),
		Mode:        "buffered", SinceUs: invocation.SinceUs(),
	}
	outcome := ""
	switch request.Field("Lambda-Runtime-Function-Response-Mode") {
	case "":
	case "streaming":
		head.Mode = "streaming"
	default:
		outcome = outcomeInvalidMode
	}
	r.answer(w, request, invocation, head, request.Body, outcome)
}

// claim checks the id, then the state. nil: the request was refused and answered.
func (r *Runtime) claim(w *httpserver.Response, request *httpserver.Request, requestID string,
	call Call) *Invocation {
	// A retry has the id of the attempt before it: the nonce tells a late answer from a right one.
	nonce := request.Field("Lambda-Runtime-Invocation-Id")
	text := ""
	r.mutex.Lock()
	invocation := r.current
	known := invocation != nil && invocation.RequestID == requestID && !invocation.answered
	late := known && nonce != "" && nonce != invocation.InvocationID
	if known && !late {
		_, text = r.advance(call)
	}
	r.mutex.Unlock()
	switch {
	case !known:
		WriteProblem(w, http.StatusBadRequest, "InvalidRequestID", "Invalid request ID")
	case late:
		WriteProblem(w, http.StatusGone, "InvokeTimeout", "Invoke timeout")
	case text != "":
		WriteProblem(w, http.StatusForbidden, "InvalidStateTransition", text)
	default:
		return invocation
	}
	return nil
}

// answer sends head, body and end to the host, then answers the runtime.
func (r *Runtime) answer(w *httpserver.Response, request *httpserver.Request,
	invocation *Invocation, head channel.ResponseHeadMessage, body io.Reader, outcome string) {
	r.credit.Restart(channel.ResponseWindow)
	r.batch.Reset()
	r.batch.AddMessage(channel.ResponseHead, head)
	sent := 0
	if outcome == "" {
		sent, outcome = r.sendBody(body, request.ContentLength, head.Mode == "streaming",
			invocation.ResponseBytesMax)
	}
	end := channel.ResponseEndMessage{Outcome: outcome, Bytes: int64(sent),
		SinceUs: invocation.SinceUs()}
	if outcome == outcomeComplete {
		if trailer := request.Trailer("Lambda-Runtime-Function-Error-Type"); trailer != "" {
			end.ErrorType = sanitiseErrorType(trailer)
		}
		end.ErrorBody = errorBody(request.Trailer("Lambda-Runtime-Function-Error-Body"))
	}
	r.batch.AddMessage(channel.ResponseEnd, end)
	err := r.sender.SendBytes(r.batch.Bytes())
	if outcome != outcomeComplete && outcome != outcomeTruncated {
		// The runtime gets its answer only when it has written everything.
		_, _ = io.Copy(io.Discard, body)
	}
	r.mutex.Lock()
	invocation.answered = true
	r.state = ResponseSent
	r.mutex.Unlock()
	if err != nil {
		WriteProblem(w, http.StatusInternalServerError, "InternalServerError",
			"Internal Server Error")
		return
	}
	writeOutcome(w, outcome, invocation.ResponseBytesMax)
}

// errorBodyMax is how much of an error a trailer may carry: its frame must stay within BodyMax.
const errorBodyMax = channel.BodyMax - 65536

// errorBody is a trailer's base64 as the host reads it: what is none, or too long, says nothing.
func errorBody(trailer string) string {
	if len(trailer) > errorBodyMax {
		return ""
	}
	body, err := base64.StdEncoding.DecodeString(trailer)
	if err != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(body)
}

func writeOutcome(w *httpserver.Response, outcome string, bytesMax int) {
	switch outcome {
	case outcomeTooLarge:
		WriteProblem(w, http.StatusRequestEntityTooLarge, "RequestEntityTooLarge",
			fmt.Sprintf("Exceeded maximum allowed payload size (%d bytes).", bytesMax))
	case outcomeTruncated:
		WriteProblem(w, http.StatusBadRequest, "TruncatedHTTPRequest",
			"HTTP request detected as truncated")
	case outcomeInvalidMode:
		WriteProblem(w, http.StatusBadRequest, "InvalidFunctionResponseMode",
			"Invalid function response mode")
	default:
		WriteAccepted(w)
	}
}

// sendBody moves the body in chunks that the host has granted. The last chunk stays in the batch,
// to travel with the end. A streamed response goes out as it comes, a buffered one in full chunks.
func (r *Runtime) sendBody(body io.Reader, length int64, streaming bool, bytesMax int) (sent int,
	outcome string) {
	if length > int64(bytesMax) {
		return 0, outcomeTooLarge
	}
	for {
		room := r.credit.Wait(channel.ChunkMax, r.ended)
		if room == 0 {
			return sent, outcomeTruncated
		}
		// One byte more than the limit tells a body that ends at it from one that goes on.
		if left := bytesMax - sent + 1; room > left {
			room = left
		}
		read, err := fill(body, r.batch.OpenChunk(channel.ResponseChunk, room), streaming)
		if sent+read > bytesMax {
			read = bytesMax - sent
			r.batch.CloseChunk(read)
			return sent + read, outcomeTooLarge
		}
		r.batch.CloseChunk(read)
		r.credit.Take(read)
		sent += read
		if err == io.EOF {
			return sent, outcomeComplete
		}
		if err != nil {
			return sent, outcomeTruncated
		}
		if r.sender.SendBytes(r.batch.Bytes()) != nil {
			return sent, outcomeTruncated
		}
		r.batch.Reset()
	}
}

// fill reads until the room is full or the body ends; in streaming until something came.
func fill(body io.Reader, room []byte, streaming bool) (read int, err error) {
	for read < len(room) && err == nil && !(streaming && read > 0) {
		var more int
		more, err = body.Read(room[read:])
		read += more
	}
	return read, err
}
