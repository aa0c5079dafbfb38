// The probe: a static program that does what a script says, as a runtime or as an extension.
//
// As `bootstrap` it runs the steps of /var/task/init.json, if there are any, then takes events from
// the Runtime API: an event is `{"steps": […]}`. Where no step has answered the invocation, the
// probe answers with what was seen since its last answer: `{"next": …, "seen": […]}`.
//
// In /opt/extensions it follows /opt/scripts/<its name>.json; see extension.go.
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// seen is what a step or a call has found out.
type seen struct {
	Step     string            `json:"step"`
	Status   int               `json:"status,omitempty"`
	Headers  map[string]string `json:"headers,omitempty"`
	Body     string            `json:"body,omitempty"`
	Bytes    int               `json:"bytes,omitempty"`
	Error    string            `json:"error,omitempty"`
	Names    []string          `json:"names,omitempty"`
	EpochMs  int64             `json:"epochMs"`
	answered bool
	whole    []byte
}

// probe is one process and what it knows.
type probe struct {
	api    string
	values map[string]string
	seen   []seen
	// Calls that go on beside the steps, by their name.
	beside map[string]chan seen
}

func main() {
	p := &probe{
		api: os.Getenv("AWS_LAMBDA_RUNTIME_API"), beside: map[string]chan seen{},
		values: map[string]string{"requestId": "none", "invocationId": "none",
			"identifier": "none"},
	}
	program, _ := os.Executable()
	if strings.HasPrefix(program, "/opt/extensions/") {
		p.beExtension(filepath.Base(program))
		return
	}
	p.beRuntime()
}

func (p *probe) beRuntime() {
	var steps []step
	readJSON("/var/task/init.json", &steps)
	p.run(steps)
	for {
		next := p.call(request{Method: "GET", Path: "/2018-06-01/runtime/invocation/next"})
		if next.Status != 200 {
			os.Exit(70)
		}
		p.values["requestId"] = next.Headers["Lambda-Runtime-Aws-Request-Id"]
		p.values["invocationId"] = next.Headers["Lambda-Runtime-Invocation-Id"]
		var event struct {
			Steps []step `json:"steps"`
		}
		_ = json.Unmarshal(next.whole, &event)
		if !p.run(event.Steps) {
			p.answer(next)
		}
	}
}

// answer responds with all that was seen since the answer before.
func (p *probe) answer(next seen) {
	body, _ := json.Marshal(map[string]interface{}{"next": next, "seen": p.seen})
	p.seen = nil
	p.call(request{
		Method: "POST", Path: "/2018-06-01/runtime/invocation/{requestId}/response",
		Headers: map[string]string{"Content-Type": "application/json"}, Body: string(body),
		verbatim: true,
	})
}

func readJSON(path string, into interface{}) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return
	}
	if err := json.Unmarshal(bytes, into); err != nil {
		panic(path + ": " + err.Error())
	}
}
