package runtimeapi

import (
	"regexp"
	"strings"
	"sync"
)

// knownErrorType is unanchored, as the service has it. Made when it is first needed: not at the
// start.
var knownErrorType struct {
	once    sync.Once
	pattern *regexp.Regexp
}

// sanitiseErrorType is contract §1.7: the type goes to logs and metrics only, the body goes out
// unchanged.
func sanitiseErrorType(header string) string {
	knownErrorType.once.Do(func() {
		knownErrorType.pattern = regexp.MustCompile(`(Runtime|Function)\.[A-Z][a-zA-Z]+`)
	})
	if knownErrorType.pattern.MatchString(header) {
		return cut(header)
	}
	if strings.HasPrefix(header, "Function.") {
		return "Function.Unknown"
	}
	return "Runtime.Unknown"
}

// headerTextMax bounds what of a header travels on in a frame, in bytes: headers may have 1 MB in
// all.
const headerTextMax = 65536

func cut(text string) string {
	if len(text) > headerTextMax {
		return text[:headerTextMax]
	}
	return text
}
