// Colours TypeScript. scripts/build.mjs makes one file of this and of the parts
// of highlight.js that it uses: users need not install all of that.

import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';

hljs.registerLanguage('typescript', typescript);

/** HTML: the source in spans, whose classes begin with `hljs-`. */
export const highlight = (source: string): string =>
  hljs.highlight(source, { language: 'typescript' }).value;
