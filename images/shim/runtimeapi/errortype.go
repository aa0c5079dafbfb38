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
		return CutErrorType(header)
	}
	if strings.HasPrefix(header, "Function.") {
		return "Function.Unknown"
	}
	return "Runtime.Unknown"
}

// What of a header travels on in a frame, in bytes: headers may have 1 MB in all, and a byte may
// become six in JSON.
const (
	contentTypeMax = 65536
	errorTypeMax   = 1024
)

// CutErrorType bounds what a runtime or an extension calls its error.
func CutErrorType(text string) string {
	return cut(text, errorTypeMax)
}

func cut(text string, bytesMax int) string {
	if len(text) > bytesMax {
		return text[:bytesMax]
	}
	return text
}
