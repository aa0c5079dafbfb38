package runtimeapi

import (
	"strings"
)

const releaseBytesMax = 128

// runtimeRelease is the first word of the user agent and what of the features fits in 128 bytes
// with it (contract §1.4).
func runtimeRelease(userAgent, runtimeFeatures string) string {
	release := ""
	if words := strings.Fields(userAgent); len(words) > 0 {
		release = words[0]
	}
	features := strings.NewReplacer("(", "", ")", "").Replace(runtimeFeatures)
	if features != "" && release == "" {
		release = "Unknown"
	}
	// Room for a blank and two brackets.
	room := releaseBytesMax - len(release) - len(" ()")
	var fitting []string
	for _, feature := range strings.Fields(features) {
		if len(feature)+len(fitting) <= room {
			room -= len(feature)
			fitting = append(fitting, feature)
		}
	}
	if len(fitting) > 0 {
		release += " (" + strings.Join(fitting, " ") + ")"
	}
	if len(release) > releaseBytesMax {
		release = release[:releaseBytesMax]
	}
	return release
}
