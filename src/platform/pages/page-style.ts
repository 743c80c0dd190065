import { createHash } from 'node:crypto';

/** The look of public pages: plain, one column, one accent, readable by day and by night, printable. */
export const pageStyle = `
:root{--ink:#16201f;--soft:#51605e;--line:#c9d3d1;--ground:#fff;--well:#f3f6f5;--accent:#0b6b66;--accent-ink:#fff;--danger:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8eeed;--soft:#a5b3b1;--line:#3b4a48;--ground:#121817;--well:#1b2322;--accent:#4fc3b8;--accent-ink:#062421;--danger:#ff9a90}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 Inter,"Noto Sans","Segoe UI",system-ui,sans-serif;font-variant-numeric:tabular-nums}
header,main,footer{max-width:42rem;margin:0 auto;padding:0 1rem}
header{display:flex;justify-content:flex-end;padding-top:1rem;padding-bottom:1rem}
header nav a{margin-left:1rem;padding:.25rem 0;display:inline-block}
a{color:var(--accent);text-underline-offset:.15em}
a[aria-current]{color:var(--ink);text-decoration:none;font-weight:600}
h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0 .75rem;font-weight:600;letter-spacing:-.01em}
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .5rem;font-weight:600}
p{margin:0 0 1rem;max-width:36rem}
.field{margin:0 0 1.5rem;border:0;padding:0;min-width:0}
label,legend{display:block;font-weight:600;padding:0;margin:0 0 .25rem}
.soft{color:var(--soft);font-weight:400}
.help{color:var(--soft);margin:0 0 .375rem;font-size:.9375rem}
input[type=text],input[type=email],input[type=tel],input[type=url],input[type=date],input[type=datetime-local],select,textarea{width:100%;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--soft);border-radius:6px;padding:.5rem .625rem;min-height:2.75rem}
textarea{min-height:9rem;resize:vertical}
input[type=file]{font:inherit;padding:.5rem;width:100%;background:var(--well);border:1px dashed var(--soft);border-radius:6px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.short{max-width:20rem}
.choice{display:flex;align-items:center;gap:.625rem;min-height:2.75rem;font-weight:400;margin:0}
.choice input{width:1.25rem;height:1.25rem;accent-color:var(--accent);flex:none}
.field.wrong{border-left:4px solid var(--danger);padding-left:.875rem}
input[aria-invalid=true],select[aria-invalid=true],textarea[aria-invalid=true]{border-color:var(--danger);border-width:2px}
.error{color:var(--danger);font-weight:600;margin:0 0 .375rem}
.summary{border:2px solid var(--danger);border-radius:8px;padding:1rem 1.25rem;margin:0 0 2rem}
.summary ul{margin:0;padding-left:1.125rem}
.summary a{color:var(--danger);font-weight:600}
table{width:100%;border-collapse:collapse;margin:0 0 .5rem}
th{text-align:left;font-weight:400;color:var(--soft);font-size:.9375rem;padding:.25rem .375rem .25rem 0}
td{padding:.1875rem .375rem .1875rem 0;vertical-align:top}
td:first-child{width:55%}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.5rem;border-radius:6px;border:1px solid var(--accent);background:var(--accent);color:var(--accent-ink);cursor:pointer}
button.quiet{background:transparent;color:var(--accent);padding:.25rem 1rem}
.trap{position:absolute;left:-200vw;width:1px;height:1px;overflow:hidden}
.done{border:1px solid var(--line);border-left:6px solid var(--accent);border-radius:8px;background:var(--well);padding:1.5rem;margin:0 0 1.5rem}
.done p:last-child{margin:0}
dl{margin:0 0 1.5rem;border-top:1px solid var(--line)}
dl div{display:grid;grid-template-columns:minmax(9rem,1fr) 2fr;gap:.25rem 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.lead{font-size:1.15rem;font-weight:600;border-left:6px solid var(--accent);padding:.25rem 0 .25rem 1rem;margin:0 0 1.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}
.actions button{flex:1 1 12rem}
button.second{background:transparent;color:var(--accent)}
footer{padding-top:2rem;padding-bottom:3rem}
@media (max-width:34rem){dl div{grid-template-columns:1fr}thead{position:absolute;left:-200vw}tr{display:block;border:1px solid var(--line);border-radius:6px;padding:.5rem;margin:0 0 .5rem}td,td:first-child{display:block;width:auto;padding:.25rem 0}td::before{content:attr(data-label);display:block;color:var(--soft);font-size:.9375rem}}
@media print{header,button{display:none}}
`;

const hash = createHash('sha256').update(pageStyle).digest('base64');

/** What a public page may do beside showing itself. */
export interface PageMay {
  /** Run scripts of this server. */
  readonly scripts?: boolean;
  /** Be shown within pages of these origins. */
  readonly sites?: readonly string[];
}

/** Nothing may be loaded by these pages but what is named: their own style, and sending to ourselves. */
export function buildPagePolicy({ scripts = false, sites = [] }: PageMay): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    ...(scripts ? ["script-src 'self'"] : []),
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${sites.length === 0 ? "'none'" : ["'self'", ...sites].join(' ')}`,
  ].join('; ');
}

/** Of pages on which nothing runs. */
export const pagePolicy = buildPagePolicy({});
