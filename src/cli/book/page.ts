// What the book knows of an example: the data in a .claims file beside it.

export const languages = ['en', 'ja', 'ko'] as const;
export type Language = (typeof languages)[number];

export type Page = {
  id: string;
  title: string;
  /** The source document and its section, by their titles. */
  source: string;
  /** The languages that the program speaks. */
  languages: readonly Language[];
  claims: readonly Claim[];
  /** What `--svg` draws of a run. */
  chart?(run: Run): Chart;
  /**
   * What the report draws of a run before the processes over time: the memory
   * of those that were ended or became other programs; the sections of their
   * programs beside it; the sessions and groups.
   */
  picture?: 'memory' | 'sections' | 'groups';
};

export type Chart = {
  title: string;
  /** What the axes show, and in which unit. */
  x: string;
  y: string;
  lines: readonly { name: string; points: readonly [x: number, y: number][] }[];
};

/** A sentence of the source, and how to see in a run whether it holds. */
export type Claim = {
  claim: string;
  check(run: Run): Verdict | Promise<Verdict>;
};

/** It holds; or what was found instead; or why nobody can tell here. */
export type Verdict = true | string | { unknown: string };

/** What was seen of one run of a program. */
export type Run = {
  pid: number;
  language: Language;
  /** When it began, as performance.now() says. */
  start: number;
  /** What it and its children wrote to stdout, which was a pipe. */
  lines: readonly string[];
  /** When each line came, in milliseconds from the start. */
  times: readonly number[];
  stderr: string;
  /** How it ended. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** When it had ended, and when nobody had its stdout any more. */
  ended: number;
  milliseconds: number;
  /** Why it had to be stopped, if it had to. */
  stopped?: string;
  /** Processes that ran on after it. */
  left: readonly Member[];
  /** Zombies of this run that nobody has reaped within five seconds. */
  zombies(): Promise<Member[]>;
};

/** A process of the session in which a program runs. */
export type Member = { pid: number; ppid: number; state: string };
