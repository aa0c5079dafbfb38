package runtimeapi

import (
	"net/http"
	"strconv"
	"time"

	"lambox.dev/shim/channel"
	"lambox.dev/shim/httpserver"
)

// Invocation is one event on its way through the runtime.
type Invocation struct {
	channel.InvokeMessage
	// When the frame came, by the monotonic clock, and the deadline stamped from it.
	Received   time.Time
	DeadlineMs int64

	// Under the runtime's mutex.
	answered bool
}

// NewInvocation stamps the deadline from this side's clock.
func NewInvocation(message channel.InvokeMessage, now time.Time) *Invocation {
	remaining := time.Duration(message.RemainingMs * float64(time.Millisecond))
	return &Invocation{InvokeMessage: message, Received: now,
		DeadlineMs: now.Add(remaining).UnixNano() / 1e6}
}

// SinceUs is the time since the frame came, in microseconds.
func (i *Invocation) SinceUs() int64 {
	return time.Since(i.Received).Microseconds()
}

// writeHead begins the answer to `/next` (contract §1.3); an empty value sends no header.
func (i *Invocation) writeHead(w *httpserver.Response) {
	set := func(name, value string) {
		if value != "" {
			w.Set(name, value)
		}
	}
	w.Begin(http.StatusOK)
	set("Lambda-Runtime-Aws-Request-Id", i.RequestID)
	set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(i.DeadlineMs, 10))
	set("Lambda-Runtime-Invoked-Function-Arn", i.FunctionArn)
	set("Lambda-Runtime-Trace-Id", i.TraceID)
	set("Lambda-Runtime-Client-Context", i.ClientContext)
	set("Lambda-Runtime-Cognito-Identity", i.CognitoIdentity)
	set("Lambda-Runtime-Aws-Tenant-Id", i.TenantID)
	set("Lambda-Runtime-Invocation-Id", i.InvocationID)
	contentType := i.ContentType
	if contentType == "" {
		contentType = "application/json"
	}
	set("Content-Type", contentType)
	w.Stream(int64(i.EventBytes))
}
