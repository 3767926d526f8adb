// From a line to what it asks for. Words stay as they were typed until they are
// used: $? may be of a command before them on the same line.

type Redirect = { fd: number; operator: string; target: string };
export type Command = { words: string[]; redirects: Redirect[] };
export type Pipeline = {
  commands: Command[];
  background: boolean;
  /** As jobs shows it. */
  text: string;
};

const token =
  /\s*(?:(?<fd>\d*)(?<operator>>&|>>|>|<)\s*|(?<control>[|&;])|(?<word>(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s|&;<>'"\\])+))/y;

export function parse(line: string): Pipeline[] {
  const pipelines: Pipeline[] = [];
  let commands: Command[] = [];
  let command: Command = { words: [], redirects: [] };
  let redirect: Redirect | undefined; // that wants its target

  function endCommand() {
    if (command.words.length === 0 || redirect) throw new Error('syntax error');
    commands.push(command);
    command = { words: [], redirects: [] };
  }
  function endPipeline(background: boolean) {
    endCommand();
    const text = commands.map(textOf).join(' | ');
    pipelines.push({ commands, background, text });
    commands = [];
  }

  const text = line.trim();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const groups = token.exec(text)?.groups;
    if (!groups) throw new Error('syntax error');
    const { fd, operator, control, word } = groups;
    if (operator) {
      if (redirect) throw new Error('syntax error');
      const usual = operator === '<' ? 0 : 1;
      redirect = { fd: fd ? Number(fd) : usual, operator, target: '' };
    } else if (control === '|') {
      endCommand();
    } else if (control) {
      endPipeline(control === '&');
    } else if (redirect) {
      command.redirects.push({ ...redirect, target: word as string });
      redirect = undefined;
    } else {
      command.words.push(word as string);
    }
  }
  if (command.words.length > 0 || commands.length > 0 || redirect)
    endPipeline(false);
  return pipelines;
}

function textOf({ words, redirects }: Command): string {
  const parts = redirects.map(({ fd, operator, target }) => {
    if (operator === '>&') return `${fd}>&${target}`;
    const usual = operator === '<' ? 0 : 1;
    return `${fd === usual ? '' : fd}${operator} ${target}`;
  });
  return [...words, ...parts].join(' ');
}

/** Takes the quotes off a word and puts in the values of its $names. */
export function expand(word: string, lookUp: (name: string) => string): string {
  return word.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|\$([?$!]|\w+)/g,
    (_, single, double, escaped, name) => {
      if (name !== undefined) return lookUp(name);
      if (double === undefined) return single ?? escaped;
      return double.replace(
        /\\([\\"$])|\$([?$!]|\w+)/g,
        (_: string, escaped: string, name: string) => escaped ?? lookUp(name),
      );
    },
  );
}
