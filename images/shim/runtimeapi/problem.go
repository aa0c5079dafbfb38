package runtimeapi

import (
	"encoding/json"
	"net/http"

	"lambox.dev/shim/httpserver"
)

type problem struct {
	ErrorMessage string   `json:"errorMessage"`
	ErrorType    string   `json:"errorType"`
	StackTrace   []string `json:"stackTrace,omitempty"`
}

// WriteJSON answers as Lambda's APIs do: HTML characters escaped, a line end after the document.
// Fields are names and values in turn.
func WriteJSON(w *httpserver.Response, status int, body interface{}, fields ...string) {
	bytes, err := json.Marshal(body)
	if err != nil {
		// Structs of strings and lists of them: there is nothing to fail on.
		panic(err)
	}
	w.Begin(status)
	w.Set("Content-Type", "application/json")
	for index := 0; index < len(fields); index += 2 {
		w.Set(fields[index], fields[index+1])
	}
	// A client that went away is no news here: the kernel tells when its process ends.
	_ = w.End(append(bytes, '\n'))
}

// WriteProblem answers with an error body (contract §1.5).
func WriteProblem(w *httpserver.Response, status int, errorType, message string) {
	WriteJSON(w, status, problem{ErrorMessage: message, ErrorType: errorType})
}

var accepted = []byte("{\"status\":\"OK\"}\n")

// WriteAccepted answers 202.
func WriteAccepted(w *httpserver.Response) {
	w.Begin(http.StatusAccepted)
	w.Set("Content-Type", "application/json")
	_ = w.End(accepted)
}
