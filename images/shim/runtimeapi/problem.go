package runtimeapi

import (
	"encoding/json"
	"net/http"
)

type problem struct {
	ErrorMessage string   `json:"errorMessage"`
	ErrorType    string   `json:"errorType"`
	StackTrace   []string `json:"stackTrace,omitempty"`
}

// WriteJSON answers as Lambda's APIs do: HTML characters escaped, a line end after the document.
func WriteJSON(w http.ResponseWriter, status int, body interface{}) {
	bytes, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header()["Content-Type"] = []string{"application/json"}
	w.WriteHeader(status)
	// A client that went away is no news here: the kernel tells when its process ends.
	_, _ = w.Write(append(bytes, '\n'))
}

// WriteProblem answers with an error body (contract §1.5).
func WriteProblem(w http.ResponseWriter, status int, errorType, message string) {
	WriteJSON(w, status, problem{ErrorMessage: message, ErrorType: errorType})
}

var accepted = []byte("{\"status\":\"OK\"}\n")

// WriteAccepted answers 202.
func WriteAccepted(w http.ResponseWriter) {
	w.Header()["Content-Type"] = []string{"application/json"}
	w.WriteHeader(http.StatusAccepted)
	_, _ = w.Write(accepted)
}
