package main

import (
	"encoding/json"
	"fmt"
	"os"
	"syscall"
	"time"
)

// script is what an extension does. Its steps are those of an event; what they have seen goes to
// its log, one line `SEEN <name> <JSON>` each.
type script struct {
	// Before anything else.
	First []step `json:"first"`
	// The registration's body; `null`: no registration.
	Register *json.RawMessage  `json:"register"`
	Headers  map[string]string `json:"headers"`
	// Between registration and the first `next`.
	Registered []step `json:"registered"`
	// At each event.
	Invoke   []step `json:"invoke"`
	Shutdown []step `json:"shutdown"`
	// Goes on after SHUTDOWN until it is killed.
	StayAfterShutdown bool `json:"stayAfterShutdown"`
}

const extensionAPI = "/2020-01-01/extension"

func (p *probe) beExtension(name string) {
	var s script
	readJSON("/opt/scripts/"+name+".json", &s)
	say := func(found seen) {
		p.seen = append(p.seen, found)
		p.say(name)
	}
	perform := func(steps []step) {
		p.run(steps)
		p.say(name)
	}
	group := syscall.Getpgrp()
	cwd, _ := os.Getwd()
	say(seen{Step: "process", Names: []string{cwd, fmt.Sprint(group == os.Getpid())}})
	perform(s.First)
	if s.Register != nil {
		headers := map[string]string{"Lambda-Extension-Name": name}
		for key, value := range s.Headers {
			headers[key] = value
		}
		say(p.call(request{Method: "POST", Path: extensionAPI + "/register", Headers: headers,
			Body: string(*s.Register)}))
	}
	perform(s.Registered)
	for {
		found := p.call(request{Method: "GET", Path: extensionAPI + "/event/next",
			Headers: map[string]string{"Lambda-Extension-Identifier": "{identifier}"}})
		found.EpochMs = time.Now().UnixNano() / 1e6
		say(found)
		if found.Status != 200 {
			time.Sleep(time.Hour)
		}
		var event struct {
			EventType string `json:"eventType"`
			RequestID string `json:"requestId"`
		}
		_ = json.Unmarshal([]byte(found.Body), &event)
		p.values["requestId"] = event.RequestID
		if event.EventType == "SHUTDOWN" {
			perform(s.Shutdown)
			if s.StayAfterShutdown {
				time.Sleep(time.Hour)
			}
			return
		}
		perform(s.Invoke)
	}
}
