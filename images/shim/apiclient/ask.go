// Package apiclient asks the APIs in tests, as a function's process would.
package apiclient

import (
	"io"
	"net/http"
	"strings"
)

// Answer is what came back; one without a status is a connection that ended, with the reason as
// its body.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Ask makes one request. Headers are names and values in turn.
func Ask(method, url, body string, headers ...string) Answer {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return Answer{Body: err.Error()}
	}
	for index := 0; index < len(headers); index += 2 {
		request.Header.Set(headers[index], headers[index+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return Answer{Body: err.Error()}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return Answer{Body: err.Error()}
	}
	return Answer{response.StatusCode, response.Header, string(text)}
}
