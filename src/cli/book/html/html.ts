// HTML and SVG by template literals: what is put into one is text, unless it is
// HTML itself. A program may print `</script>`, and nothing comes of it.

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | undefined | Value[];

const entities: Record<string, string> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** Control characters become their pictures, but for tabs and line ends. */
const escaped = (text: string) =>
  text
    .replace(/[&<>"']/g, (it) => entities[it] as string)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    .replace(/[\x00-\x08\x0b-\x1f]/g, (it) =>
      String.fromCharCode(0x2400 + it.charCodeAt(0)),
    )
    .replace(/[\x7f\ufffe\uffff]/g, '\ufffd');

function show(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(show).join('');
  return escaped(`${value}`);
}

export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(String.raw({ raw: strings.raw }, ...values.map(show)));
}

/** A length in a picture: a tenth of a pixel is enough. */
export const px = (length: number) => Math.round(length * 10) / 10;

/** About how wide a text is, of `size` pixels: Chinese characters are wide. */
export function widthOf(text: string, size = 12): number {
  let width = 0;
  for (const char of text) width += char > '\u2e80' ? 1 : 0.6;
  return width * size;
}

/** At most that many characters, none of them cut in two. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length
    ? `${characters.slice(0, length - 1).join('')}…`
    : text;
}
