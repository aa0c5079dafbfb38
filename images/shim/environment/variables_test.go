package environment

import (
	"strings"
	"testing"
)

func TestVariablesOfAProcess(t *testing.T) {
	got := list(map[string]string{
		"B": "2", "A": "x=y\n", "": "no name", "a=b": "no name", "C": "zero\x00byte",
		"API": "other",
	}, []string{"API=own"})
	if text := strings.Join(got, "|"); text != "A=x=y\n|API=own|B=2" {
		t.Errorf("%q", text)
	}
}
