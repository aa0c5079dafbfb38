//go:build container

package containertest

import (
	"strings"
	"testing"
	"time"

	"lambox.dev/shim/scriptedhost"
)

// What a reset may take beyond its budget.
var beyond = time.Duration(400 * scriptedhost.Slowness * float64(time.Millisecond))

// The budgets of an end (contract §3.3), each used up: nobody is asked to end without an extension,
// and who does not end when asked ends when its time is over.
func TestBudgetsOfAReset(t *testing.T) {
	for name, each := range map[string]struct {
		extension, atInit string
		outlives          bool
		budgetMs          time.Duration
	}{
		"nobody registered":      {outlives: true},
		"an internal extension":  {atInit: "registerItself", outlives: true, budgetMs: 500},
		"an external one":        {extension: "plain", outlives: true, budgetMs: 600},
		"an external one stays":  {extension: "stays", budgetMs: 2000},
		"the runtime stays, too": {extension: "stays", outlives: true, budgetMs: 2000},
	} {
		budget := each.budgetMs * time.Millisecond
		files := map[string]string{}
		if each.extension != "" {
			files[each.extension] = ""
		}
		c := withExtensions(t, options{}, files)
		c.initialize(map[string]string{"AT_INIT": each.atInit})
		if each.outlives {
			c.act("outliveTerm")
		}
		c.logText()
		took := time.Duration(c.reset().DurationUs) * time.Microsecond
		t.Logf("%s: %v", name, took)
		if took < budget || took > budget+beyond {
			t.Errorf("%s: took %v, its budget is %v", name, took, budget)
		}
		asked := strings.Contains(c.logText(), "asked to end: terminated")
		if want := each.outlives && budget > 0; asked != want {
			t.Errorf("%s: asked to end: %v, expected %v", name, asked, want)
		}
		c.nothingLeft()
		c.servesAnew()
	}
}
