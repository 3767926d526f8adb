// How the report looks: on a screen by day and by night, on a phone, on paper.

import { Html } from './html.js';

export const style = new Html(`
:root {
  --page: #ffffff; --panel: #f6f7f9; --line: #d5d9e0; --text: #1c2430;
  --dim: #596475; --link: #0b57a4; --good: #14713a; --bad: #b3261e;
  --doubt: #855800; --run: #2e7dd1; --sleep: #a3d0c2; --alive: #c3cad4; --stop: #e0912f;
  --zombie: #8b93a0; --wait: #6f8fb3; --fork: #14713a; --exec: #7a3fb0;
  --signal: #b3261e; --code: #cfe3fa; --data: #d4efd9; --constants: #e7e4f7;
  --heap: #fbe3bf; --stack: #f8d3d0; --library: #e2e6ec; --kernel: #f0e2ea;
  --other: #eef0f3; --front: #d4efd9; --keyword: #7a3fb0; --string: #14713a;
  --number: #0b57a4; --comment: #596475;
  color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --panel: #1b2129; --line: #39424e; --text: #e4e8ee;
    --dim: #a3adba; --link: #7fb8f5; --good: #6fcf8e; --bad: #ff8f86;
    --doubt: #e7b75a; --run: #4f9bea; --sleep: #3d7565; --alive: #4a5563; --stop: #e0912f;
    --zombie: #7d8794; --wait: #8fb2d8; --fork: #6fcf8e; --exec: #c79bf2;
    --signal: #ff8f86; --code: #1f3f63; --data: #1f4a2d; --constants: #38335c;
    --heap: #5a4213; --stack: #5c2b28; --library: #303945; --kernel: #4a3341;
    --other: #262e38; --front: #173d24; --keyword: #c79bf2; --string: #6fcf8e;
    --number: #7fb8f5; --comment: #a3adba;
    color-scheme: dark;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: auto; }
body {
  margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
h1 { line-height: 1.2; margin: .5rem 0; }
h2 { margin: 0; line-height: 1.3; font-size: 1.3rem; }
h2 a { font-family: ui-monospace, monospace; text-decoration: none; }
h3 { margin: .75rem 0 .25rem; font-size: .9rem; }
small, .source, figcaption, .note, .found { color: var(--dim); }
small { font-weight: normal; }
a { color: var(--link); }
header p { max-width: 45rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: var(--dim); }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .15rem .6rem; text-align: left; vertical-align: top; overflow-wrap: normal; }
td { border-top: 1px solid var(--line); min-width: 2rem; }
td:nth-child(2) { min-width: 12rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.failed td { color: var(--bad); }
section {
  border-top: 2px solid var(--line); margin-top: 2.5rem; padding-top: 1.25rem;
}
.source { margin: .1rem 0 .5rem; font-size: .9rem; }
.claims { list-style: none; margin: 0; padding: 0; max-width: 60rem; }
.claims li { display: flex; gap: .6rem; margin: .2rem 0; }
.verdict { font-weight: bold; flex: none; width: 1rem; text-align: center; }
.held .verdict { color: var(--good); }
.failed .verdict { color: var(--bad); }
.unknown .verdict { color: var(--doubt); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 1rem; }
@media (min-width: 60rem) {
  .pair { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
}
pre {
  margin: 0; padding: .6rem .8rem; overflow: auto; max-height: 30rem;
  background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  font: .8rem/1.45 ui-monospace, SFMono-Regular, Menlo, monospace;
  overflow-wrap: normal; tab-size: 8;
}
figure { margin: .75rem 0; }
figcaption, .note { font-size: .8rem; }
.note { margin: .75rem 0 -.25rem; }
.parts { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: flex-start; }
.parts figure { min-width: 0; max-width: 100%; }
.parts .part { max-width: min(100%, 27rem); }
.scroll { overflow-x: auto; max-width: 100%; position: relative; }
.chart svg > rect:first-of-type { fill: none; }
svg { display: block; font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; }
svg text { fill: var(--text); }
svg .axis, svg .time, svg .address, svg .size, svg .free, svg .dim { fill: var(--dim); }
svg .axis, svg .free { font-size: 11px; }
svg .head, svg .pid { font-weight: bold; }
svg .label, svg .head { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
.memory .label, .sections .label, .groups .label { stroke: none; }
.rule { stroke: var(--line); stroke-width: 1; stroke-dasharray: 1 4; }
rect.state { fill: var(--alive); }
rect.state.R { fill: var(--run); }
rect.state.D { fill: var(--exec); }
rect.state.S, rect.state.I { fill: var(--sleep); }
rect.state.T, rect.state.t { fill: var(--stop); }
rect.state.Z { fill: none; stroke: var(--zombie); stroke-dasharray: 3 2; }
i.state {
  display: inline-block; width: .8em; height: .8em; margin-right: .3em;
  background: var(--alive); vertical-align: baseline;
}
i.state.R { background: var(--run); }
i.state.D { background: var(--exec); }
i.state.S, i.state.I { background: var(--sleep); }
i.state.T, i.state.t { background: var(--stop); }
i.state.Z { background: none; border: 1px dashed var(--zombie); }
.key { white-space: nowrap; margin-right: .8em; }
.waits { stroke: var(--wait); stroke-width: 2; fill: none; }
.arrow { fill: none; stroke-width: 1.5; stroke: var(--dim); }
.arrow.fork, .mark.fork { stroke: var(--fork); }
.arrow.wait, .mark.wait { stroke: var(--wait); }
.arrow.signal, .mark.signal, .mark.failed { stroke: var(--signal); }
.mark { fill: var(--page); stroke: var(--text); stroke-width: 2; }
.mark.exec { fill: var(--exec); stroke: none; }
.mark.exit { fill: var(--text); stroke: none; }
.mark.caught { fill: var(--signal); stroke: none; }
.mark.stop { fill: var(--stop); stroke: none; }
.label.exec { fill: var(--exec); }
.label.fork { fill: var(--fork); }
.label.signal, .label.caught, .label.failed { fill: var(--signal); }
.block { stroke: var(--line); }
.block.code { fill: var(--code); } .block.data { fill: var(--data); }
.block.constants { fill: var(--constants); } .block.heap { fill: var(--heap); }
.block.stack { fill: var(--stack); } .block.library { fill: var(--library); }
.block.kernel { fill: var(--kernel); } .block.other { fill: var(--other); }
.memory .size, .sections .size { fill: var(--text); font-size: 11px; }
.link { fill: var(--line); stroke: var(--dim); stroke-width: .5; opacity: .6; }
.groups .session { fill: var(--panel); stroke: var(--line); }
rect.group { fill: var(--page); stroke: var(--line); }
rect.group.front { fill: var(--front); stroke: var(--good); stroke-width: 2; }
.hljs-keyword, .hljs-built_in, .hljs-type { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number, .hljs-literal { color: var(--number); }
.hljs-comment { color: var(--comment); font-style: italic; }
.hljs-title { color: var(--link); }
@media print {
  body { max-width: none; font-size: 10pt; padding: 0; }
  pre { max-height: none; white-space: pre-wrap; overflow: visible; }
  .scroll { overflow: visible; }
  svg { max-width: 100%; height: auto; }
  h2, h3, figure, tr { break-inside: avoid; break-after: auto; }
  h2, h3 { break-after: avoid; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  * { print-color-adjust: exact; }
}
`);
