/** The page's own style: narrow screens, print, light and dark. */
export const pageStyle = `
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1d2127; --faint: #6a7280; --line: #d9dde3; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181d; --ink: #e7e9ec; --faint: #9aa3af; --line: #343a43; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
p, figure { margin: .25rem 0 .75rem; }
.faint { color: var(--faint); font-size: .875rem; }
.wide { overflow-x: auto; }
svg { max-width: 100%; height: auto; background: none; overflow: visible; }
[class*="plot-"] { --plot-background: var(--paper) !important; background: none; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font-size: .875rem; overflow-wrap: anywhere; }
@media print { body { max-width: none; }
  h2 { break-after: avoid; } figure, tr { break-inside: avoid; } }
`;
