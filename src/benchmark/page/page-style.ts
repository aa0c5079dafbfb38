import { colourVariables } from './chart-colours.ts';

/** The page's own style: narrow screens, print, light and dark. */
export const pageStyle = `
:root { color-scheme: light dark; ${colourVariables('light')} }
@media screen and (prefers-color-scheme: dark) { :root { ${colourVariables('dark')} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 57rem; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: clamp(1.45rem, 1.1rem + 1.9vw, 2.1rem); line-height: 1.22; margin: 0 0 .6rem;
  letter-spacing: -.015em; text-wrap: balance; font-weight: 700; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .15rem; letter-spacing: -.005em; }
section { margin: 2.75rem 0 0; }
p, figure { margin: 0 0 .75rem; }
.kicker { color: var(--faint); font-size: .8125rem; font-weight: 600; margin: 0 0 .4rem; }
.faint, footer { color: var(--faint); font-size: .875rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem;
  list-style: none; margin: 1.25rem 0 0; padding: 0; }
.cards:has(li:nth-child(4):last-child) {
  grid-template-columns: repeat(auto-fill, minmax(max(15rem, 45%), 1fr)); }
.cards li { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
  padding: .7rem .9rem; display: flex; flex-direction: column; overflow-wrap: anywhere; }
.cards span { font-size: .8125rem; color: var(--faint); }
.cards span:first-child { color: var(--ink); font-weight: 600; }
.cards strong { font-size: 1.9rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.cards small { font-size: 1rem; font-weight: 400; color: var(--faint); }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; list-style: none; margin: .25rem 0;
  padding: 0; font-size: .8125rem; }
.legend i { display: inline-block; width: 1.1rem; height: 0; border-top: .35rem solid;
  margin-right: .4rem; vertical-align: .2rem; border-radius: 2px; }
.legend i.dashed { border-top: 2px dashed; border-radius: 0; }
figure svg { display: block; max-width: 100%; height: auto; overflow: visible; }
figure svg text { white-space: pre; font-variant-numeric: tabular-nums; }
.narrow { display: none; }
@media (max-width: 40rem) { .roomy { display: none; } .narrow { display: block; } }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; }
th, td { text-align: left; padding: .3rem clamp(.2rem, 1vw, .6rem);
  border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
thead th { color: var(--faint); font-size: .8125rem; }
th:first-child { padding-left: 0; } td:last-child, th:last-child { padding-right: 0; }
th.group { font-weight: 600; padding-top: 1rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: .875em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
  margin: .5rem 0 1rem; padding: .7rem .9rem; overflow-x: auto; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0;
  font-size: .875rem; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  body, .cards li, .legend i, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section { margin-top: 1.5rem; }
  .roomy { display: block; } .narrow { display: none; }
  h2, .faint { break-after: avoid; } tr, li, figure svg { break-inside: avoid; }
  .wide, pre { overflow: visible; }
}
`;
