import { equal, find, type Page } from './checks.js';

const umaskOf = (how: string) =>
  new RegExp(`^${how.replace(/[()+]/g, '\\$&')}: umask (\\d+)$`);

export default {
  id: 'A05',
  title: 'fork(), fork() and execve(), or posix_spawn()?',
  source:
    '2章 プロセス管理 (基礎編): 別のプログラムを子プロセスとして起動するposix_spawn()関数, おすすめ',
  languages: ['en', 'ja'],
  claims: [
    {
      claim:
        "To go on with the program's own variables: fork(). The child knows them.",
      check: (run) =>
        equal(
          find(run, /^fork\(\): secret (\w+)$/)[0],
          find(run, /^parent: secret (\w+), /)[0],
        ),
    },
    {
      claim:
        'For another program after steps of your own: fork(), the steps, execve(). Here the step is umask(0o077).',
      check: (run) =>
        equal(Number(find(run, umaskOf('fork() + execve()'))[0]), 77),
    },
    {
      claim:
        'For another program and nothing else: posix_spawn(). It gets what the parent has.',
      check: (run) =>
        equal(
          Number(find(run, umaskOf('posix_spawn()'))[0]),
          Number(find(run, /^parent: .* umask (\d+)$/)[0]),
        ),
    },
    {
      claim:
        'Then posix_spawn() is also the quicker one: no process is copied only to be thrown away.',
      check(run) {
        const [byFork, bySpawn] = find(
          run,
          /fork\(\) \+ execve\(\) ([\d.]+) ms, posix_spawn\(\) ([\d.]+) ms$/,
        ).map(Number) as [number, number];
        return bySpawn < byFork || `${bySpawn} ms and ${byFork} ms`;
      },
    },
  ],
} satisfies Page;
