import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const rendered = createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css');

/** The look of rendered Markdown is GitHub's own; the rest is as little as a page needs. */
export const STYLE = `${readFileSync(rendered, 'utf8')}
body { margin: 0; background: #fff; color: #1f2328; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: #0969da; text-decoration: none; } a:hover { text-decoration: underline; }
header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 12px 32px; display: flex; gap: 16px; align-items: center; }
header form.inline { margin-left: auto; }
main { max-width: 1012px; margin: 24px auto; padding: 0 32px; }
h1 { font-size: 26px; font-weight: 400; margin: 0 0 8px; } h1 .number, .quiet { color: #59636e; }
h2 { font-size: 18px; border-bottom: 1px solid #d1d9e0; padding-bottom: 6px; margin-top: 32px; }
nav { display: flex; gap: 16px; border-bottom: 1px solid #d1d9e0; margin: 16px 0 24px; padding-bottom: 8px; }
nav .here { font-weight: 600; color: inherit; }
.state { display: inline-block; color: #fff; border-radius: 2em; padding: 3px 12px; font-weight: 500; background: #1a7f37; }
.state.closed { background: #cf222e; } .state.merged { background: #8250df; }
.box { border: 1px solid #d1d9e0; border-radius: 6px; margin: 16px 0; background: #fff; }
.box > .head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; color: #59636e; }
.box > .head strong { color: #1f2328; } .box > .body { padding: 16px; } .box > .row { padding: 10px 16px; border-top: 1px solid #d1d9e0; }
.box > .row:first-child { border-top: 0; } .row { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; } .row .grow { flex: 1; min-width: 50%; } #checks .row { align-items: flex-start; }
main, summary { overflow-wrap: anywhere; } .markdown-body pre, .markdown-body pre code, pre.diff { white-space: pre-wrap; overflow-wrap: anywhere; }
.label { display: inline-block; border: 1px solid; border-radius: 2em; padding: 0 8px; font-size: 12px; font-weight: 600; }
.label.good { color: #1a7f37; } .label.bad { color: #cf222e; } .label.waiting { color: #9a6700; } .label.quiet { color: #59636e; }
textarea.source { font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.bot { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 6px; font-size: 12px; margin-left: 4px; }
.event { color: #59636e; margin: 12px 0 12px 16px; } .event strong { color: #1f2328; }
button { font: inherit; font-weight: 500; border: 1px solid #d1d9e0; border-radius: 6px; background: #f6f8fa; padding: 4px 14px; cursor: pointer; }
button.primary { background: #1f883d; color: #fff; border-color: #1f883d; } button[disabled], button.primary[disabled] { background: #eff2f5; color: #818b98; border-color: #d1d9e0; cursor: not-allowed; }
textarea { box-sizing: border-box; width: 100%; font: inherit; border: 1px solid #d1d9e0; border-radius: 6px; padding: 8px; }
input, select { font: inherit; border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 8px; }
form.inline { display: inline-flex; gap: 8px; align-items: center; margin: 0; }
pre.diff { font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin: 0; padding: 8px 16px; overflow: auto; }
.added { background: #dafbe1; } .removed { background: #ffebe9; } .hunk { background: #ddf4ff; color: #59636e; }
.markdown-body pre .added, .markdown-body pre .removed { display: inline-block; min-width: 100%; }
.markdown-body { font-size: 14px; } .error { border-color: #cf222e; color: #cf222e; padding: 12px 16px; }
table.plain { border-collapse: collapse; width: 100%; } table.plain td, table.plain th { text-align: left; padding: 6px 12px; border-top: 1px solid #d1d9e0; vertical-align: top; }
details > summary { cursor: pointer; }`;
