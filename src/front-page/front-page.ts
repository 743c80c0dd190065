import { textIn, type LocalisedText } from '../platform/languages.js';

/** The page as HTML: where the API is described, the public forms, and the demo sign-ins when there are any. */
export function frontPage(
  forms: readonly { key: string; title: LocalisedText }[],
  signIns: readonly string[],
  address: string,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Millrace</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Millrace</h1>
<p class="lead">Document flow: streams of documents, routes, assignments, and papers that leave by mail.</p>
<section>
<h2>For programs</h2>
<ul>
<li><a href="/api/docs">API pages</a> <span>readable, with every call</span></li>
<li><a href="/api/openapi.json">OpenAPI description</a> <span>for generated clients</span></li>
<li><a href="/api/health/ready">Readiness</a> <span>whether the server can serve</span></li>
</ul>
</section>
<section>
<h2>Public forms</h2>
<ul>${forms.map(({ key, title }) => `<li><a href="/f/${escaped(key)}">${escaped(textIn('en', title))}</a></li>`).join('\n') || '<li>There is none yet.</li>'}</ul>
</section>
${signIns.length === 0 ? '' : demoSection(signIns, address)}
</main>
</body>
</html>`;
}

function demoSection(signIns: readonly string[], address: string): string {
  return `<section>
<h2>Demo sign-ins</h2>
<p>Each post has one; the password is <code>demo</code>.</p>
<p class="names">${signIns.map((name) => `<code>${escaped(name)}</code>`).join(' ')}</p>
<pre>curl -X POST -H 'content-type: application/json' \\
  -d '{"login":"manager","password":"demo"}' ${escaped(address)}/api/session</pre>
</section>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --ink: #1c2426; --quiet: #5b6769; --ground: #fbfbfa; --line: #dfe3e2; --accent: #0f6466; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaea; --quiet: #9aa6a7; --ground: #15191a; --line: #2c3334; --accent: #5fb8b5; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 Inter, "Noto Sans", system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 4rem 1.5rem; }
h1 { font-size: 1.75rem; letter-spacing: -0.01em; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 2.5rem 0 .5rem; }
.lead, span { color: var(--quiet); }
.lead { margin: 0; }
ul { list-style: none; padding: 0; margin: 0; border-top: 1px solid var(--line); }
li { padding: .6rem 0; border-bottom: 1px solid var(--line); display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
a { color: var(--accent); text-underline-offset: .2em; }
code, pre { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
pre { background: color-mix(in srgb, var(--line) 45%, transparent); padding: .75rem 1rem; border-radius: 6px; overflow-x: auto; }
.names { display: flex; flex-wrap: wrap; gap: .5rem; }
.names code { border: 1px solid var(--line); border-radius: 4px; padding: .1rem .45rem; }`;
