// What programs print, as text of a page.

import { expect, test } from 'vitest';
import { html, shorten } from '../../dist/cli/book/html/html.js';

test('nothing that is put into a page is taken for HTML', () => {
  const evil = `</script><b a='"'>&amp;\0\x1b[31m\r\x7f`;
  expect(html`<p>${evil}${[1, html`<br>`, undefined]}</p>`.text).toBe(
    '<p>&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;amp;␀␛[31m␍\ufffd1<br></p>',
  );
});

test('a character is not cut in two', () => {
  expect(shorten('12345', 5)).toBe('12345');
  expect(shorten('123456', 5)).toBe('1234…');
  expect(shorten('123😀😀😀', 5)).toBe('123😀…');
});
