// The values that are good in their place, as 'function, argument, value'.

export const strings = ["'1'", "''"];

// Paths and text, whatever it says.
export const takesBytes = [
  ...['Pty.spawn, file', 'Pty.spawn, args[0]', 'Pty.spawn, options.cwd'],
  'Pty.spawn, options.env.NAME',
  'memfd_create, name',
  'mkfifo, path',
  ...['open, path', 'chdir, path', 'execve, path', 'execv, path'],
  ...['execvp, file', 'execvpe, file', 'posix_spawn, path'],
  ...['posix_spawnp, file', 'execve, argv[1]', 'posix_spawn, argv[0]'],
  ...['execve, env.NAME', 'execve, env[0]', 'posix_spawn, options.env.NAME'],
  ...['open, options.fileActions[0][2]', 'execl, path', 'execl, arg0'],
  ...['execl, args[1]', 'execlp, file', 'execlp, arg0', 'execlp, args[0]'],
  ...['execle, path', 'execveat, path', 'posix_spawn, options.cwd'],
  ...['chdir, options.fileActions[0][1]', 'system, command'],
  ...['spawn, file', 'spawn, args[0]', 'spawn, options.stdio[0].path'],
  ...['spawn, options.cwd', 'spawn, options.env.NAME'],
  ...['spawn, options.argv0', 'spawn, options.cgroup'],
  ...['chroot, path', 'initgroups, user', 'getgrouplist, user'],
  ...['getpwnam, name', 'getgrnam, name', 'setName, name', 'setenv, value'],
  ...['getpwnamAsync, name', 'getgrnamAsync, name'],
  'logFile, path',
  ...['chdir', 'stdio', 'pidFile'].map((it) => `daemonize, options.${it}`),
];

// A uid or a gid, of 32 bits.
const takesId = [
  ...['setuid, uid', 'seteuid, euid', 'setgid, gid', 'setegid, egid'],
  ...['setgroups, gids[0]', 'initgroups, group', 'getgrouplist, group'],
  ...['getpwuid, uid', 'getgrgid, gid'],
  ...['getpwuidAsync, uid', 'getgrgidAsync, gid'],
];
const takesIdOrNull = [
  ...['setreuid, ruid', 'setreuid, euid', 'setregid, rgid', 'setregid, egid'],
  ...['setresuid, ruid', 'setresuid, euid', 'setresuid, suid'],
  ...['setresgid, rgid', 'setresgid, egid', 'setresgid, sgid'],
];
export const lookups = ['getpwnam', 'getpwuid', 'getgrnam', 'getgrgid'];
export const takesBoolean = [
  'sigaction, act.ref',
  ...['setChildSubreaper, on', 'setDumpable, on', 'setKeepcaps, on'],
  ...['setenv, overwrite', 'mmap, options.shared', 'mmap, options.hugePages'],
];

// Defaults, and what has a meaning.
export const good = [
  ...['tcsetattr, termios.iflag', 'tcsetattr, termios.lflag.ECHO'],
  ...['tcsetattr, termios.cc', 'tcsetattr, termios.cc.VMIN'],
  ...['tcsetattr, termios.ospeed', 'openpty, options'],
  ...['openpty, options.termios', 'openpty, options.winsize'],
  ...['forkpty, options', 'Pty.spawn, options', 'Pty.spawn, options.cwd'],
  ...['Pty.spawn, options.env', 'Pty.spawn, options.env.NAME'],
  ...['Pty.spawn, options.rows', 'Pty.fork, options'],
  ...['waitpid, options', 'eventfd, flags', 'fork, options'],
  ...['socketpair, protocol', 'memfd_create, flags', 'pidfd_open, flags'],
  ...['pidfdWaitAsync, options', 'pidfdWaitAsync, options.signal'],
  ...[
    'recvFdsAsync, options',
    'recvFdsAsync, options.signal',
    'toStream, mode',
  ],
  ...['mkfifo, mode', 'close_range, flags', 'readAsync, options'],
  ...['readAsync, options.signal', 'writeAsync, options'],
  ...['fork, options.workers', 'fork, options.timeoutMs'],
  ...['fork, options.handles', 'forkChild, options'],
  ...['forkChild, options.timeoutMs', 'Child.wait, options'],
  ...['Child.wait, options.signal', 'Child.kill, sig'],
  ...['atfork, hooks.prepare', 'atfork, hooks.parent', 'atfork, hooks.child'],
  ...['open, mode', 'posix_spawn, options', 'posix_spawnp, options'],
  ...[
    'posix_spawn, options.env',
    'posix_spawn, options.env.NAME',
    'execve, env.NAME',
  ],
  ...['posix_spawn, options.fileActions', 'open, options.fileActions[0][4]'],
  ...['posix_spawn, options.setpgroup', 'posix_spawn, options.setsid'],
  ...['posix_spawn, options.setsigmask', 'posix_spawn, options.setsigdef'],
  ...['sigaction, act', 'sigaction, act.mask', 'sigaction, act.flags'],
  'sigaction, act.ref',
  ...['wait3, options', 'wait4, options'],
  ...['waitpidAsync, options', 'waitpidAsync, options.signal'],
  ...['signals, options', 'signals, options.signal', 'timer_create, event'],
  ...['onceSignal, options', 'onceSignal, options.signal'],
  ...['setitimer, time.intervalMs', 'timer_create, event.value'],
  'timerfd_create, flags',
  ...['shared', 'hugePages', 'fd', 'offset'].map((it) => `mmap, options.${it}`),
  ...[
    'execveat, flags',
    'posix_spawn, options.cwd',
    'posix_spawn, options.resetids',
  ],
  ...[
    'posix_spawn, options.scheduler',
    'posix_spawn, options.scheduler.priority',
  ],
  ...['getcwd, options', 'getcwd, options.encoding', 'prlimit, limit'],
  ...['getenv, options', 'getenv, options.encoding', 'setenv, overwrite'],
  'setPdeathsig, parent',
  ...[
    'dropPrivileges, credentials.group',
    'dropPrivileges, credentials.groups',
  ],
  'daemonize, options',
  ...['chdir', 'umask', 'stdio', 'pidFile', 'keepFds', 'user', 'group'].map(
    (it) => `daemonize, options.${it}`,
  ),
  ...lookups.flatMap((it) => [
    `${it}Async, options`,
    `${it}Async, options.signal`,
  ]),
  ...['Zygote.run, options', 'Zygote.run, options.timeoutMs'],
  'Zygote.run, options.signal',
  ...['spawn, args', 'spawn, options', 'spawn, options.stdio'],
  ...['spawn, options.stdio[0]', 'spawn, options.stdio[0].mode'],
  ...['cwd', 'env', 'env.NAME', 'argv0', 'uid', 'gid', 'groups', 'umask']
    .concat(['rlimits', 'pgroup', 'session', 'ctty'])
    .concat(['pdeathsig', 'personality', 'cgroup'])
    .map((it) => `spawn, options.${it}`),
]
  .map((place) => `${place}, undefined`)
  .concat([
    ...['{}', 'date'].flatMap((value) =>
      [
        ...['tcsetattr, termios', 'tcsetattr, termios.iflag'],
        ...['tcsetattr, termios.cc', 'openpty, options'],
        ...['openpty, options.termios', 'forkpty, options'],
        ...['Pty.spawn, options', 'Pty.spawn, options.env'],
        'Pty.fork, options',
      ].map((place) => `${place}, ${value}`),
    ),
    'tcsetattr, termios.iflag, 2^31', // they have 32 bits
    ...['tcsetattr, termios.ospeed, 2^31', 'cfsetspeed, speed, 2^31'],
    ...['tcsetattr, termios.lflag.ECHO, true', 'Pty.spawn, args, []'],
    ...['Pty.spawn, options.env.NAME, null', 'Pty.fork, main, function'],
    ...['{}', 'date'].flatMap((value) =>
      [
        ...['posix_spawn, options', 'posix_spawnp, options', 'execve, env'],
        ...['execvpe, env', 'posix_spawn, options.env', 'execle, env'],
        ...['fexecve, env', 'execveat, env'],
      ].map((place) => `${place}, ${value}`),
    ),
    ...['execve, env, []', 'execvpe, env, []', 'posix_spawn, options.env, []'],
    ...['execle, env, []', 'fexecve, env, []', 'execveat, env, []'],
    ...['fileActions', 'setsigmask', 'setsigdef'].map(
      (it) => `posix_spawn, options.${it}, []`,
    ),
    ...[
      'posix_spawn, options.setsid, true',
      'posix_spawn, options.resetids, true',
    ],
    ...[
      'posix_spawn, options.setsigmask, [1]',
      'posix_spawn, options.setsigdef, [1]',
    ],
    ...['stdio[0]', 'env.NAME'].map((it) => `spawn, options.${it}, null`),
    ...['{}', 'date'].flatMap((value) =>
      ['options', 'options.env', 'options.rlimits'].map(
        (it) => `spawn, ${it}, ${value}`,
      ),
    ),
    ...['args', 'options.stdio', 'options.groups'].map(
      (it) => `spawn, ${it}, []`,
    ),
    ...['options.stdio, [1]', 'options.groups, [1]', 'options.session, true']
      .concat(['uid', 'gid', 'groups[0]'].map((it) => `options.${it}, 2^31`))
      .map((it) => `spawn, ${it}`),
    // Text is text, and the kernel's to judge.
    ...strings.flatMap((value) =>
      takesBytes.map((place) => `${place}, ${value}`),
    ),
    ...[...takesId, ...takesIdOrNull].map((place) => `${place}, 2^31`),
    ...takesIdOrNull.map((place) => `${place}, null`),
    ...['user', 'group', 'groups[0]'].flatMap((it) =>
      ["'1'", "''", '2^31'].map(
        (value) => `dropPrivileges, credentials.${it}, ${value}`,
      ),
    ),
    ...['[]', '[1]'].map(
      (value) => `dropPrivileges, credentials.groups, ${value}`,
    ),
    ...['{}', 'date'].map((value) => `daemonize, options, ${value}`),
    ...['[]', '[1]'].map((it) => `daemonize, options.keepFds, ${it}`),
    ...['user', 'group'].flatMap((it) =>
      ["'1'", "''", '2^31'].map(
        (value) => `daemonize, options.${it}, ${value}`,
      ),
    ),
    ...takesBoolean.map((place) => `${place}, true`),
    ...['getcwd', 'getenv', ...lookups.map((it) => `${it}Async`)].flatMap(
      (it) => ['{}', 'date'].map((value) => `${it}, options, ${value}`),
    ),
    ...['setgroups, gids', 'sched_setaffinity, cpus'].flatMap((place) =>
      ['[]', '[1]'].map((value) => `${place}, ${value}`),
    ),
    ...['soft', 'hard'].flatMap((it) =>
      ['1n', '2^31', '2^32+1'].flatMap((value) => [
        `setrlimit, limit.${it}, ${value}`,
        `spawn, options.rlimits.NOFILE.${it}, ${value}`,
      ]),
    ),
    ...['getenv', 'setenv', 'unsetenv'].map((it) => `${it}, name, '1'`),
    ...['personality, persona', 'spawn, options.personality'].map(
      (place) => `${place}, 2^31`,
    ),
    ...['2^31', '2^32+1'].map((value) => `mmap, options.length, ${value}`),
    ...['2^31', '2^32+1', '1n'].map((it) => `mmap, options.offset, ${it}`),
    'setPdeathsig, sig, null',
    'eventfd, count, 2^31', // it is unsigned
    ...['first', 'last'].map((it) => `close_range, ${it}, 2^31`),
    // It has 64 bits.
    ...['2^31', '2^32+1', '-2^31-1', '1n'].flatMap((value) =>
      [
        ...['lseek, offset', 'fcntl, lock.start', 'fcntl, lock.len'],
        'lockf, len',
      ].map((place) => `${place}, ${value}`),
    ),
    ...['entries', 'mask'].map((it) => `ppoll, ${it}, []`),
    ...['poll, entries, []', 'ppoll, mask, [1]'],
    'poll, entries[0], {}', // it has no fd
    'poll, entries[0], date',
    'fcntl, lock, {}', // it has no type
    'fcntl, lock, date',
    ...['whence', 'start', 'len'].map((it) => `fcntl, lock.${it}, undefined`),
    'sigaction, act.flags, 2^31', // SA_RESETHAND
    'sigprocmask, set, undefined',
    'signalfd, flags, undefined',
    // What is right waits.
    ...['sigprocmask, set', 'sigtimedwait, set', 'signalfd, set']
      .concat(['sigsuspend, mask', 'sigwait, set', 'sigwaitinfo, set'])
      .flatMap((place) => ['[]', '[1]'].map((it) => `${place}, ${it}`)),
    ...['[]', '[1]'].map((value) => `sigaction, act.mask, ${value}`),
    'sigaction, act.handler, function',
    'signal, handler, function',
    ...['signals, set, []', 'signals, set, [1]'],
    ...['onceSignal, set, []', 'onceSignal, set, [1]'],
    ...['signals', 'onceSignal'].flatMap((it) =>
      ['{}', 'date'].map((value) => `${it}, options, ${value}`),
    ),
    'alarm, seconds, 2^31', // it is unsigned
    ...['valueMs', 'intervalMs'].flatMap((it) =>
      // Milliseconds have fractions, and may be many.
      ['1.5', '2^31', '2^32+1'].map(
        (value) => `setitimer, time.${it}, ${value}`,
      ),
    ),
    // They have no valueMs, and no signo.
    ...['setitimer', 'timer_settime', 'timerfd_settime'].flatMap((it) =>
      ['{}', 'date'].map((value) => `${it}, time, ${value}`),
    ),
    ...['{}', 'date'].map((value) => `timer_create, event, ${value}`),
    ...['{}', 'date'].map((value) => `sigaction, act, ${value}`), // no handler
    ...['write', 'writeAsync'].flatMap((it) =>
      strings.map((value) => `${it}, data, ${value}`),
    ),
    "sendFds, data, '1'",
    ...['[]', '[1]'].map((value) => `sendFds, fds, ${value}`),
    ...['readAsync', 'writeAsync', 'pidfdWaitAsync', 'recvFdsAsync'].flatMap(
      (it) => ['{}', 'date'].map((value) => `${it}, options, ${value}`),
    ),
    ...['atfork, hooks, {}', 'atfork, hooks, date'],
    ...['fork, options, {}', 'fork, options, date'],
    ...['forkChild, options, {}', 'forkChild, options, date'],
    ...['Child.wait, options, {}', 'Child.wait, options, date'],
    ...['{}', 'date'].map((value) => `waitpidAsync, options, ${value}`),
    ...['prepare', 'parent', 'child'].map(
      (it) => `atfork, hooks.${it}, function`,
    ),
    'forkChild, main, function',
    ...['preventFork, during', 'zygote, options.setup'].map(
      (it) => `${it}, function`,
    ),
    'zygote, options.jobs.one, function',
    ...['zygote, options.jobs', 'Zygote.run, options'].flatMap((it) =>
      ['{}', 'date'].map((value) => `${it}, ${value}`),
    ),
  ]);
