// What CHANGELOG.md and package.json must agree on.

/**
 * Undefined, or what is wrong. With `tag` it is a release: then nothing waits
 * under Unreleased.
 *
 * @param {string} text
 * @param {{ version: string, repository?: unknown }} manifest
 * @param {string} [tag]
 */
export function disagreement(text, { version, repository }, tag) {
  const [, ...sections] = text.split(/^## /m);
  const [unreleased = '', newest = ''] = sections;
  if (!unreleased.startsWith('Unreleased\n'))
    return 'CHANGELOG.md does not begin with "## Unreleased"';
  const [heading = ''] = newest.split('\n');
  const expected = new RegExp(
    `^${version.replaceAll('.', '\\.')} - \\d{4}-\\d\\d-\\d\\d$`,
  );
  if (heading && !expected.test(heading))
    return `CHANGELOG.md has "## ${heading}", and package.json says ${version}`;
  if (tag === undefined) return undefined;
  if (tag !== `v${version}`)
    return `the tag is ${tag}, and package.json says ${version}`;
  if (!heading) return `CHANGELOG.md has no "## ${version} - YYYY-MM-DD"`;
  if (unreleased.trim() !== 'Unreleased')
    return 'CHANGELOG.md has changes under Unreleased';
  if (!repository)
    return 'package.json names no repository, which provenance is compared with';
  return undefined;
}
