//go:build container

package containertest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lambox.dev/shim/channel"
)

func withExtensions(t *testing.T, o options, files map[string]string) *container {
	t.Helper()
	o.docker = append(o.docker, extensionsMount(t, files)...)
	return run(t, o)
}

// extensionsMount gives a container a file in /opt/extensions for each name: a link to the
// function's program, or a script.
func extensionsMount(t *testing.T, files map[string]string) []string {
	t.Helper()
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o755))
	for name, text := range files {
		path := filepath.Join(folder, name)
		if text == "" {
			must(t, os.Symlink("/function", path))
			continue
		}
		must(t, os.WriteFile(path, []byte(text), 0o755))
		must(t, os.Chmod(path, 0o755))
	}
	return []string{"--mount", "type=bind,readonly,source=" + folder + ",target=/opt/extensions"}
}

func (c *container) begins(path string) {
	message := initialization()
	message.Variables["PATH"] = path
	message.ExtensionVariables = map[string]string{"PATH": path}
	c.Send(channel.JSONFrame(channel.Initialize, message))
}

func (c *container) shutdown() {
	c.t.Helper()
	c.Send(channel.JSONFrame(channel.Shutdown, channel.EndMessage{Reason: "spindown"}))
	c.expect(channel.ShutdownDone, nil)
}

func TestTenExtensionsInAContainer(t *testing.T) {
	files := map[string]string{}
	for _, each := range strings.Split("0123456789", "") {
		files["plain-"+each] = ""
	}
	c := withExtensions(t, options{}, files)
	for life := 0; life < 2; life++ {
		c.begins("/")
		var completed channel.InitCompletedMessage
		c.expect(channel.InitCompleted, &completed)
		for _, each := range completed.Extensions {
			if each.State != "Ready" || len(each.Events) != 2 {
				t.Errorf("%+v", each)
			}
		}
		_, event := c.act("say x")
		if len(completed.Extensions) != 10 || event.Processes != 11 {
			t.Errorf("%d extensions, %d processes", len(completed.Extensions), event.Processes)
		}
		log := c.logText()
		for name := range files {
			if !strings.Contains(log, name+" INVOKE "+event.RequestID) {
				t.Errorf("%s was not told of the event:\n%s", name, log)
			}
		}
		c.Send(channel.Frame{Kind: channel.Freeze})
		c.expect(channel.Frozen, nil)
		c.reset()
		c.nothingLeft()
		if told := strings.Count(c.logText(), " SHUTDOWN failure"); told != 10 {
			t.Errorf("%d were told of the end", told)
		}
	}
}

// A crash in each phase names the extension and what became of it; the container goes on.
func TestExtensionsThatEndTooEarly(t *testing.T) {
	for name, want := range map[string]string{
		"crashAtStart": "exit status 5", "crashRegistered": "exit status 6",
		"crashAtEvent": "exit status 7", "initError": "init", "exitError": "exit",
		"crashAtShutdown": "", "stays": "",
	} {
		c := withExtensions(t, options{}, map[string]string{name: ""})
		for life := 0; life < 2; life++ {
			c.begins("/")
			if name != "crashAtStart" && name != "crashRegistered" && name != "initError" {
				c.expect(channel.InitCompleted, nil)
				c.begin("say x")
			}
			c.ended(name, want)
			c.reset()
			c.nothingLeft()
			c.Find(channel.InvocationCompleted)
		}
		if late := c.Find(channel.ProcessExited); len(late) != 0 {
			t.Errorf("%s: told of %d more ends", name, len(late))
		}
	}
}

// One that ends between events is told at once, not with the next event.
func TestExtensionThatEndsWhileIdle(t *testing.T) {
	c := withExtensions(t, options{}, map[string]string{"leaves": ""})
	c.initialize(nil)
	c.act("say x")
	asked, err := os.OpenFile(c.inside("/tmp/leave"), os.O_WRONLY, 0)
	must(t, err)
	asked.Close()
	c.ended("leaves", "exit status 9")
	c.again()
}

// ended expects the failure of an extension, or none.
func (c *container) ended(name, want string) {
	c.t.Helper()
	switch {
	case strings.HasPrefix(want, "exit status"):
		var exited channel.ProcessExitedMessage
		c.expect(channel.ProcessExited, &exited)
		if exited.Process != "extension" || exited.Name != name || exited.Message != want ||
			exited.ErrorType != "Extension.Crash" {
			c.t.Errorf("%+v", exited)
		}
	case want != "":
		var failed channel.ExtensionErrorMessage
		c.expect(channel.ExtensionError, &failed)
		if failed.Name != name || failed.Phase != want || failed.ErrorType != "Extension.Bad" ||
			string(failed.Body) != "why" {
			c.t.Errorf("%+v", failed)
		}
	default:
		c.expect(channel.InvocationCompleted, nil)
	}
}

// An adapter that runs as an extension does the polling for an entry point that is a web server.
func TestAdapterBeforeAPlainWebServer(t *testing.T) {
	c := withExtensions(t, options{}, map[string]string{"adapter": ""})
	for life := 0; life < 2; life++ {
		message := initialization()
		message.Command = []string{"/function", "web"}
		c.Send(channel.JSONFrame(channel.Initialize, message))
		c.expect(channel.InitCompleted, nil)
		for _, text := range []string{"one", "two"} {
			if answer, _ := c.act(text); answer != `web "`+text+`"` {
				t.Errorf("answer %q", answer)
			}
		}
		c.reset()
		c.nothingLeft()
	}
}

const bashExtension = `#!/bin/bash
ask() {
  exec 3<>/dev/tcp/127.0.0.1/9001
  printf '%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s' \
    "$1" "$2" "${#3}" "$3" >&3
  answer=$(cat <&3)
  exec 3<&- 3>&-
}
ask "POST /2020-01-01/extension/register" $'Lambda-Extension-Name: script\r\n' \
  '{"events":["INVOKE","SHUTDOWN"]}'
id=$(sed -n 's/^Lambda-Extension-Identifier: \([0-9a-f-]*\).*/\1/p' <<<"$answer")
while ask "GET /2020-01-01/extension/event/next" "Lambda-Extension-Identifier: $id"$'\r\n' ''; do
  echo "script ${answer##*$'\n'}"
  [[ $answer == *SHUTDOWN* ]] && exit 0
done
`

const nodeExtension = `#!/usr/bin/env node
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
const register = await fetch(api + 'register', {
  method: 'POST', headers: { 'Lambda-Extension-Name': 'script' },
  body: JSON.stringify({ events: ['INVOKE', 'SHUTDOWN'] }),
});
const id = register.headers.get('lambda-extension-identifier');
const headers = { 'Lambda-Extension-Identifier': id };
for (;;) {
  const event = await (await fetch(api + 'event/next', { headers })).text();
  console.log('script ' + event);
  if (event.includes('SHUTDOWN')) process.exit(0);
}
`

// Scripts need a system: an image of ours, where there is one.
func TestExtensionsThatAreScripts(t *testing.T) {
	const system = "lambox/nodejs:24"
	if exec.Command("docker", "image", "inspect", system).Run() != nil {
		t.Skipf("there is no image %s", system)
	}
	path := "/var/lang/bin:/usr/local/bin:/usr/bin:/bin"
	for name, text := range map[string]string{"bash": bashExtension, "node": nodeExtension} {
		t.Run(name, func(t *testing.T) {
			c := withExtensions(t, options{image: system, docker: []string{"--mount",
				"type=bind,readonly,source=" + functionPath + ",target=/function"}},
				map[string]string{"script": text})
			c.begins(path)
			c.expect(channel.InitCompleted, nil)
			answer, event := c.act("say x")
			c.shutdown()
			log := c.logText()
			if answer != "x" || !strings.Contains(log, `"requestId":"`+event.RequestID) ||
				!strings.Contains(log, `"shutdownReason":"spindown"`) {
				t.Errorf("answer %q, log\n%s", answer, log)
			}
		})
	}
}
