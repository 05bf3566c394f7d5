/** Colours follow the reader's own choice of light or dark; on paper there is no ground, and every section stays whole. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1c2127; --faint: #5a6672; --line: #d5dbe1; --panel: #f5f7f9;
  --error: #b3261e; --warning: #8a5a00; --info: #1f5fa8; --good: #1d6b3c; --mark: #3b6ea5; --mark-soft: #a9c4e2; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #14181d; --text: #e3e8ed; --faint: #9aa6b2; --line: #37404a; --panel: #1c2229;
  --error: #ff8a80; --warning: #f0bd5c; --info: #8bbcff; --good: #7fd69d; --mark: #7fb0e6; --mark-soft: #34506f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: .35rem 0; }
a { color: var(--info); }
:focus-visible { outline: 2px solid var(--info); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.faint { color: var(--faint); }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); } .good { color: var(--good); }
.tag { font-weight: 600; }
code, pre { font: .875rem/1.45 ui-monospace, monospace; }
pre { background: var(--panel); padding: .6rem .75rem; border-radius: 4px; overflow-x: auto; white-space: pre; margin: .5rem 0; }
article { border-left: 3px solid var(--line); padding: 0 0 .25rem .9rem; margin: 0 0 1.25rem; }
article.error { border-color: var(--error); color: inherit; } article.warning { border-color: var(--warning); color: inherit; }
article.info { border-color: var(--info); color: inherit; } article.good { border-color: var(--good); color: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .35rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { overflow-wrap: break-word; text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--faint); font-weight: 600; }
tbody th { font-weight: 600; }
td.number { text-align: right; }
ol.way { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem 1.9rem; margin: .25rem 0 1.25rem; padding: 0; }
ol.way li { position: relative; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); padding: .3rem .6rem; }
ol.way li + li::before { content: "\\2192"; position: absolute; left: -1.45rem; color: var(--faint); }
ol.way li.broken { border: 2px dashed var(--error); color: var(--error); }
figure { margin: .5rem 0 1rem; }
figcaption { color: var(--faint); font-size: .875rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .tick { stroke: var(--line); } svg .tick-label { fill: var(--faint); font-size: 11px; }
svg .sure { fill: var(--mark-soft); } svg .maybe { fill: var(--mark); } svg .served { fill: var(--good); }
svg .lost { fill: var(--error); }
svg .failed { fill: var(--warning); } svg .condemned { stroke: var(--error); stroke-width: 3; fill: none; }
summary { cursor: pointer; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; background: none; } article, figure, ol.way { break-inside: avoid; } pre { white-space: pre-wrap; } a { color: inherit; } }
`;
