// Every system call of the addon, by source file: how it is reached
// (test/fixtures/faults/), and what comes of it when it fails. A test compares
// this list with what callsOfNative() finds.
//
// What comes of a fault is
//   throws   an error with that very errno
//   done     what comes without it
//   either   one of the two, by which call of that name it is; or a code
//   E…       an error with this code
//   =…       this value
// for every fault of `faults`, but for those that a row tells apart.

export const faults = ['EINTR', 'EAGAIN', 'ENOMEM', 'EMFILE', 'EPERM'];

/** What makes no system call, or none that can fail. */
export const harmless = new Set(
  `
  __errno_location __libc_current_sigrtmax __libc_current_sigrtmin
  __tls_get_addr free memchr memcmp memcpy memmove memset snprintf stpcpy strchr
  strcmp strcspn strlen strncmp strsignal strspn strstr strtol strtoul
  clearenv environ getenv setenv unsetenv
  ctermid dirfd ferror sigaddset sigemptyset sigfillset
  posix_spawn_file_actions_addclose posix_spawn_file_actions_adddup2
  posix_spawn_file_actions_addopen posix_spawn_file_actions_destroy
  posix_spawn_file_actions_init posix_spawnattr_destroy posix_spawnattr_init
  posix_spawnattr_setflags posix_spawnattr_setpgroup
  posix_spawnattr_setschedparam posix_spawnattr_setschedpolicy
  posix_spawnattr_setsigdefault posix_spawnattr_setsigmask
  pthread_mutex_lock pthread_mutex_unlock
  syscall
  uv_backend_fd uv_close uv_dlclose uv_dlsym uv_fileno uv_handle_get_type
  uv_hrtime uv_is_active uv_is_closing uv_process_get_pid uv_ref uv_unref uv_walk

  alarm getegid geteuid getgid getpgrp getpid getppid getresgid getresuid getuid
  sched_yield times umask
  SYS_getpid SYS_getppid SYS_gettid SYS_sched_yield SYS_umask
  _exit SYS_exit_group
  `
    .trim()
    .split(/\s+/),
);

// What libc and libuv call, where that has another name.
const names = {
  fscanf: 'read',
  eventfd: 'eventfd2',
  fclose: 'close',
  closedir: 'close',
  fopen: 'openat',
  open: 'openat',
  opendir: 'openat',
  readdir: 'getdents64',
  getgrgid_r: 'openat',
  getgrnam_r: 'openat',
  getpwnam_r: 'openat',
  getpwuid_r: 'openat',
  getgrouplist: 'openat',
  getloadavg: 'openat',
  getrlimit: 'prlimit64',
  prlimit: 'prlimit64',
  setrlimit: 'prlimit64',
  grantpt: 'ioctl',
  initgroups: 'setgroups',
  isatty: 'ioctl',
  killpg: 'kill',
  lockf: 'fcntl',
  mkfifo: 'mknodat,mknod',
  nanosleep: 'clock_nanosleep',
  nice: 'getpriority',
  posix_openpt: 'openat',
  posix_spawn: 'clone3,clone',
  posix_spawnp: 'clone3,clone',
  ptsname_r: 'ioctl',
  raise: 'tgkill',
  recv: 'recvfrom',
  send: 'sendto',
  sigaction: 'rt_sigaction',
  signal: 'rt_sigaction',
  sigprocmask: 'rt_sigprocmask',
  sigqueue: 'rt_sigqueueinfo',
  tcgetattr: 'ioctl',
  tcgetpgrp: 'ioctl',
  tcsetattr: 'ioctl',
  ttyname_r: 'ioctl',
  unlockpt: 'ioctl',
  uv_async_send: 'write',
  waitpid: 'wait4',
  clock_getcpuclockid: 'clock_getres',
};

/** `expected` by fault, `rest` being all others; one scenario, or several. */
function row(scenario, expected = {}, options = {}) {
  return { scenario, expected, ...options };
}

/** Not tried, for a reason. */
const never = (reason) => ({ reason });

/** As row(), with every thread and child. */
const wide = (scenario, expected, options) =>
  row(scenario, expected, { all: true, ...options });

const done = { rest: 'done' };
const either = { rest: 'either' };
const restarts = { EINTR: 'done' };
// Of what never waits, EAGAIN is the sign to wait for readiness.
const again = { EINTR: 'done', EAGAIN: 'done' };
// fork() has a code of its own for what a sandbox forbids.
const forks = { ...either, EPERM: 'either ERR_FORK_UNSUPPORTED' };
// The first fork makes a thread, to learn from.
const noMemory = { rest: 'either EAGAIN' };
// glibc asks the next source of nsswitch.conf(5), which may know of none.
const lookups = { rest: 'either =undefined' };

// A descriptor that strace has kept from being closed stays open.
const closes = { leaks: true, places: 1 };
// Made once in a process.
const atFirst = { first: true, leaks: true };
// libuv 1.49 and later use io_uring.
const io = { since: 22, places: 1 };
// Where the kernel, or a sandbox, has no close_range(2).
const byHand = { also: ['close_range:error=ENOSYS'] };

export const table = {
  'cwd.cc': {
    chdir: row('chdir'),
    chroot: row('chroot'),
    fchdir: row('fchdir'),
    getcwd: row('getcwd'),
  },
  'exec.cc': {
    SYS_execveat: row('execveat'),
    close: row('execPiped', done, closes),
    dup2: row('execPiped', done),
    execv: row('execv', {}, { names: 'execve' }),
    execve: row('execve'),
    execvp: row('execvp', {}, { names: 'execve' }),
    execvpe: row('execvpe', {}, { names: 'execve' }),
    fcntl: row('execPiped', done),
    sigaction: row('execve', done, { only: '(SIGPIPE, NULL,' }),
    sigprocmask: never('it fails for bad arguments only'),
    tcgetattr: row('execOnTerminal', done),
    tcsetattr: row('execOnTerminal', done),
  },
  'exit.cc': {
    abort: never('nothing of it can fail that would keep it from ending'),
    signal: never('as abort'),
  },
  'fcntl.cc': {
    SYS_fcntl: row('lockFile lockf', restarts),
    SYS_flock: row('flock', restarts),
    fcntl: row('getFlags'),
    lockf: row('tryLockf', restarts),
  },
  'fd.cc': {
    SYS_close_range: row('closeRange'),
    SYS_openat: row('openFile', restarts),
    SYS_read: row('readPipe', { ...restarts, 'short 1': '="\\u0000"' }),
    SYS_write: row('writePipe', { ...restarts, 'short 1': '=1' }),
    close: row('closeOne', restarts, closes),
    closedir: row('closeRange', done, { ...byHand, ...closes }),
    dup: row('dup'),
    dup2: row('dup2', restarts),
    dup3: row('dup3', restarts),
    eventfd: row('eventfd'),
    fcntl: row('markRange', done, byHand),
    lseek: row('lseek'),
    mkfifo: row('mkfifo'),
    opendir: row('closeRange', {}, byHand),
    pipe2: row('pipe2'),
    readdir: row('closeRange', {}, byHand),
  },
  'fork/descriptors.cc': {
    SYS_fstat: row('fork', forks, { places: 1 }),
    SYS_memfd_create: row('forkWatching', forks),
    close: row('fork', forks, closes),
    closedir: row('fork', forks, closes),
    dup3: wide('fork', forks),
    epoll_create1: row('fork', forks, { places: 1 }),
    epoll_ctl: wide('fork', forks),
    eventfd: row('fork', forks),
    fcntl: row('fork', forks),
    inotify_add_watch: row('forkWatching', forks),
    inotify_init1: row('forkWatching', forks),
    inotify_rm_watch: row('forkWatching', forks),
    ioctl: never('asked once, as the addon is loaded'),
    open: row('fork', forks, { places: 1 }),
    opendir: row('fork', forks, { places: 1 }),
    pipe2: row('fork', forks),
    read: never('it empties a queue, which any error ends'),
    readdir: row('fork', forks),
    readlink: row('fork', forks),
    uv_async_send: never(
      'libuv ends a process whose eventfd cannot be written',
    ),
    uv_loop_fork: wide('fork', forks, {
      names: 'epoll_create1,eventfd2,pipe2',
    }),
    write: row('fork', forks),
  },
  'fork/exit.cc': {
    SYS_futex: never('a number to compare with'),
    nanosleep: never('a pause before another look'),
    uv_thread_create: never('without it the child ends as Node has it'),
  },
  'fork/fork.cc': {
    SYS_clone: row('fork', forks),
    SYS_get_robust_list: row('fork', forks),
    SYS_set_robust_list: wide('fork', forks),
    clock_gettime: never('the vDSO answers'),
    getrandom: never('only for a child with the number of an ancestor'),
    waitid: wide('fork', forks, {
      also: ['timerfd_create:delay_enter=50000'], // in the child
      places: 1,
    }),
    // Of a child that could not be repaired.
    waitpid: wide(
      'fork',
      { EINTR: 'EMFILE' },
      { also: ['timerfd_create:error=EMFILE:when=1'], faults: ['EINTR'] },
    ),
  },
  'fork/handles.cc': {
    close: never('of what is open'),
    dup3: wide('forkClosing', forks),
    timerfd_create: wide('fork', forks),
    uv_fs_event_stop: wide('forkClosing', forks, {
      names: 'inotify_rm_watch',
    }),
    uv_fs_poll_stop: never('it stops a timer'),
  },
  'fork/judge.cc': {
    SYS_futex: never('a number to compare with'),
    SYS_readlink: row('fork', forks),
  },
  'fork/mappings.cc': {
    SYS_close: row('fork', forks, closes),
    SYS_ioctl: row('fork', forks, { ...atFirst, places: 1 }),
    // ENOMEM only says that there are holes in what has been advised: for want of
    // memory the kernel says EAGAIN.
    SYS_madvise: row('fork', forks, {
      places: 1,
      faults: faults.filter((it) => it !== 'ENOMEM'),
    }),
    SYS_openat: row('fork', forks),
  },
  'fork/muzzle.cc': {
    SYS_prctl: wide('forkWithBusyWorker', forks, {
      jit: true,
      only: 'PR_SET_NO_NEW_PRIVS',
    }),
    SYS_read: never('a number in a filter'),
    SYS_seccomp: wide('forkWithBusyWorker', forks, { jit: true }),
    SYS_write: never('a number in a filter'),
  },
  'fork/proc.cc': {
    SYS_close: row('fork', forks, closes),
    SYS_munmap: never('V8 ends a process in which it fails'),
    SYS_openat: row('fork', forks, { places: 1 }),
    SYS_read: row('fork', forks, { places: 1 }),
    mmap: row('fork', noMemory, { ...atFirst, faults: ['ENOMEM'] }),
  },
  'fork/raw.h': {
    // Other errors would end those of libuv's threads.
    SYS_futex: wide('fork', done, {
      also: ['timerfd_create:delay_enter=50000'], // in the child
      only: 'FUTEX_WAIT',
      places: 1,
      faults: ['EINTR', 'EAGAIN'],
    }),
    SYS_rt_sigprocmask: never('it fails for bad arguments only'),
  },
  'fork/revive.cc': {
    SYS_clone: wide('fork', forks),
    SYS_prctl: wide('fork', forks),
    SYS_rseq: wide('fork', forks),
    SYS_set_robust_list: wide('fork', forks),
  },
  'fork/rings.cc': {
    SYS_fstat: wide('fork', forks, io),
    SYS_io_uring_setup: wide('fork', forks, io),
    close: never('of what is open'),
    dup3: wide('fork', forks, io),
    epoll_create1: row('fork', forks, io),
    mmap: wide('fork', forks, io),
    munmap: never('V8 ends a process in which it fails'),
  },
  'fork/threads.cc': {
    SYS_access: row('fork', done),
    SYS_close: row('fork', forks, closes),
    SYS_get_robust_list: wide('fork', forks),
    SYS_getdents64: row('fork', forks),
    SYS_openat: row('fork', forks),
    SYS_prctl: wide('fork', forks),
    SYS_rt_sigaction: row('fork', { rest: 'ERR_FORK_UNSUPPORTED' }, atFirst),
    SYS_rt_tgsigqueueinfo: row('fork', forks),
    SYS_stat: row('fork', forks),
    SYS_tgkill: wide('fork', forks),
    clock_gettime: never('the vDSO answers'),
    nanosleep: row('forkAtWork', done),
    uv_thread_create: row('fork', forks, { names: 'clone3,clone' }),
    uv_thread_join: never('it waits for a futex'),
  },
  'fork/visit.cc': {
    clock_gettime: never('the vDSO answers'),
    nanosleep: never('a pause before another try'),
  },
  'ids.cc': {
    // glibc leaves out what it cannot read.
    getgrouplist: row('getgrouplist', done),
    getgroups: row('getgroups'),
    initgroups: wide('initgroups'),
    setegid: wide('setegid', {}, { names: 'setresgid' }),
    seteuid: wide('seteuid', {}, { names: 'setresuid' }),
    setgid: wide('setgid'),
    setgroups: wide('setgroups'),
    setregid: wide('setregid'),
    setresgid: wide('setresgid'),
    setresuid: wide('setresuid'),
    setreuid: wide('setreuid'),
    setuid: wide('setuid'),
  },
  'inherit.cc': {
    SYS_fstat: row('posixSpawnPiped', done),
    close: row('posixSpawnPiped', done, closes),
    fcntl: row('spawnPiped', done),
    open: row('posixSpawnPiped', done),
  },
  'kill.cc': {
    SYS_tgkill: row('tgkill'),
    kill: row('kill'),
    killpg: row('killpg'),
    raise: row('raise'),
    sigqueue: row('sigqueue'),
  },
  'limits.cc': {
    getrlimit: row('getrlimit'),
    prlimit: row('prlimit'),
    setrlimit: row('setrlimit'),
  },
  'memory.cc': {
    SYS_fstat: row('mmapFile', done),
    madvise: row('madvise'),
    memfd_create: row('memfd'),
    mincore: row('mincore'),
    mlock: row('mlock'),
    mmap: row('mmap'),
    munlock: row('munlock'),
    munmap: row('munmap'),
  },
  'notify.cc': {
    close: row('notifyNobody', done, closes),
    connect: row('notifyNobody'),
    socket: row('notifyNobody'),
  },
  'openpty.cc': {
    grantpt: row('grantpt'),
    ioctl: row('peerOf'),
    posix_openpt: row('openpt'),
    ptsname_r: row('ptsname'),
    unlockpt: row('unlockpt'),
  },
  'pidfd.cc': {
    SYS_pidfd_getfd: row('pidfdGetfd'),
    SYS_pidfd_open: row('pidfdOpen'),
    SYS_pidfd_send_signal: row('pidfdSignal'),
  },
  'poll.cc': {
    SYS_ppoll: row('poll', {}),
    close: row(
      'readSoon',
      { rest: 'ENFILE' },
      { also: ['epoll_ctl:error=ENFILE:when=1'], ...closes },
    ),
    epoll_create1: row('readSoon'),
    epoll_ctl: row('readSoon', {}, { only: 'EPOLL_CTL_ADD' }),
    fcntl: row('readAtOnce', either),
    ioctl: row('writeTerminal', done),
    isatty: row('writeTerminal', done),
    open: row('writeTerminal', done),
    poll: row('readAtOnce', again),
    preadv2: row('readAtOnce', again),
    pwritev2: row('writeAtOnce', again),
    // A file never says EAGAIN, and cannot be waited for.
    read: row('readFile', { EINTR: 'done', EAGAIN: 'EPERM' }),
    recv: row('readSocket', again),
    send: row('writeSocket', again),
    write: row('writeFile', { EINTR: 'done', EAGAIN: 'EPERM' }),
  },
  'posix-spawn.cc': {
    close: row('posixSpawn', done, closes),
    fcntl: row('posixSpawn', either),
    posix_spawn: row('posixSpawn', {}, { known: 'CLONE_VFORK' }),
    posix_spawnp: row('posixSpawnp', {}, { known: 'CLONE_VFORK' }),
  },
  'prctl.cc': {
    personality: row('personality'),
    prctl: row('prctl setName getDumpable', {}, { places: 1 }),
  },
  'pty.cc': {
    read: row('pty', either),
    write: row('pty', either),
  },
  'sched.cc': {
    SYS_getcpu: row('getcpu'),
    SYS_ioprio_get: row('ioprioGet'),
    SYS_ioprio_set: row('ioprioSet'),
    SYS_sched_getaffinity: row('getaffinity'),
    SYS_sched_setaffinity: row('setaffinity'),
    getpriority: row('getpriority'),
    nice: row('nice'),
    sched_get_priority_max: row('priorityMax'),
    sched_get_priority_min: row('priorityMin'),
    sched_getparam: row('getparam'),
    sched_getscheduler: row('getscheduler'),
    sched_rr_get_interval: row('getInterval'),
    sched_setparam: row('setparam'),
    sched_setscheduler: row('setscheduler'),
    setpriority: row('setpriority'),
  },
  'session.cc': {
    getpgid: row('getpgid'),
    getsid: row('getsid'),
    setpgid: row('setpgid'),
    setsid: row('setsid'),
  },
  'sigmask.cc': {
    SYS_pause: row('pause', done),
    SYS_rt_sigpending: row('sigpending', done),
    SYS_rt_sigprocmask: row('block', done),
    SYS_rt_sigsuspend: row('sigsuspend', done),
    clock_gettime: never('the vDSO answers'),
  },
  'signal.cc': {
    SYS_rt_tgsigqueueinfo: wide('forwarded', done),
    mmap: row('firstAction', {}, atFirst),
    raise: row('passedOn', done),
    sigaction: row('setAction'),
    signal: row('oneShot', done, {
      only: '{sa_handler=SIG_DFL, sa_mask=[USR1]',
      places: 1,
    }),
    sigprocmask: never('it fails for bad arguments only'),
    uv_async_init: never("Node's loop has what it needs"),
    uv_async_send: never(
      'libuv ends a process whose eventfd cannot be written',
    ),
    uv_signal_init: never('each loop has its pipe from the start'),
    uv_signal_start: row('setAction', {}, { names: 'rt_sigaction' }),
  },
  'signalfd.cc': { SYS_signalfd4: row('signalfd') },
  'sigwait.cc': { SYS_rt_sigtimedwait: row('sigwaitinfo') },
  'socket.cc': {
    SYS_recvmsg: row('recvFds', restarts),
    SYS_sendmsg: row('sendFds', restarts),
    close: row('recvTooMany', done, closes),
    getsockopt: row('peerCredentials'),
    recvmsg: row('recvFdsSoon', again),
    socketpair: row('socketpair'),
  },
  'spawn.cc': {
    SYS_chdir: wide('spawnAll'),
    SYS_dup3: wide('spawnMapped'),
    SYS_execve: wide('spawn'),
    SYS_fcntl: wide('spawnMapped'),
    SYS_ioctl: wide('spawnOnTerminal'),
    SYS_personality: wide('spawnAll'),
    SYS_prctl: wide('spawnAll'),
    SYS_prlimit64: wide('spawnAll'),
    SYS_rt_sigaction: wide('spawn', done),
    SYS_rt_sigprocmask: never('it fails for bad arguments only'),
    SYS_setgid: wide('spawnAsAnother'),
    SYS_setgroups: wide('spawnWithGroups'),
    SYS_setpgid: wide('spawnInGroup'),
    SYS_setsid: wide('spawnAll'),
    SYS_setuid: wide('spawnAsAnother'),
    SYS_write: wide('spawnInControlGroup'),
    clone: row('spawn', {}, { known: 'CLONE_PIDFD' }),
    close: row('spawnNone', done, closes),
    fcntl: row('spawnMapped', either),
    prctl: row('spawnAsAnother', done, { places: 1 }),
    waitid: row('spawnNone', done, { faults: ['EINTR'] }),
  },
  'stdio.cc': {
    SYS_fstat: row('execAfterOutput', done),
    isatty: row('execWithTerminal', done),
    poll: row('execAfterOutput', done),
    write: row('execAfterOutput', done),
  },
  'terminal.cc': {
    SYS_ioctl: row('setForeground', restarts),
    ioctl: row('winsize setWinsize takeTerminal leaveTerminal sessionOf'),
    isatty: row('isatty', { rest: '=false' }),
    tcgetpgrp: row('foreground'),
    ttyname_r: row('ttyname'),
    vhangup: row('vhangup'),
  },
  'termios.cc': {
    SYS_ioctl: row('drain flush flow sendBreak', restarts),
    // To set them, they are asked for first.
    ioctl: row('getModes setModes', { EINTR: 'either' }),
  },
  'timer.cc': {
    SYS_timer_create: row('timerCreate'),
    SYS_timer_delete: row('deleteTimer'),
    SYS_timer_getoverrun: row('overrun'),
    SYS_timer_gettime: row('getTimer'),
    SYS_timer_settime: row('setTimer'),
    getitimer: row('getitimer'),
    setitimer: row('setitimer'),
    timerfd_create: row('timerfd'),
    timerfd_gettime: row('getTimerfd'),
    timerfd_settime: row('setTimerfd'),
  },
  'usage.cc': {
    clock_getcpuclockid: row('clockOf'),
    clock_gettime: row(
      'processorTime',
      {},
      {
        known: 'CLOCK_PROCESS_CPUTIME_ID',
      },
    ),
    getloadavg: row('getloadavg', {}, { names: 'sysinfo,openat' }),
    getrusage: row('getrusage'),
    sysconf: row('processors', done, { names: 'openat,sched_getaffinity' }),
  },
  'users.cc': {
    getgrgid_r: row('getgrgid', lookups),
    getgrnam_r: row('getgrnam', lookups),
    getpwnam_r: row('getpwnam', lookups),
    getpwuid_r: row('getpwuid', lookups),
  },
  'wait.cc': {
    SYS_pidfd_open: row('waitBeside', done),
    SYS_ppoll: row('waitBeside', restarts),
    SYS_wait4: row('waitFor wait4For waitAny', restarts),
    SYS_waitid: row('waitidFor', restarts),
    fscanf: row('waitBeside', restarts, { places: 1 }),
    fclose: row('waitBeside', done, closes),
    close: row('waitBeside', done, closes),
    fopen: row('waitBeside', restarts),
    getpgid: row('waitGroupBeside', restarts),
    poll: row('waitForOther', restarts),
    prctl: row('waitBeside', done),
  },
  'watch.cc': {
    close: never('of a Worker that has ended: nobody could be told'),
    epoll_ctl: row('waitAsync', {}, { only: 'EPOLL_CTL_ADD' }),
    uv_poll_init: row('waitAsync', restarts, { names: 'ioctl' }),
    uv_poll_start: never('libuv calls the system later'),
  },
};

/** The rows as test/fixtures/faults/run.mjs takes them, one for each scenario. */
export const rows = Object.entries(table).flatMap(([file, calls]) =>
  Object.entries(calls).flatMap(([call, it]) => {
    if (it.reason) return [{ file, call, ...it }];
    const own = it.names ?? names[call] ?? call.replace(/^SYS_/, '');
    const also = it.also ?? [];
    const others = also.map((effect) => effect.split(':')[0]);
    const special = Object.keys(it.expected).filter((one) =>
      one.startsWith('short'),
    );
    return it.scenario.split(' ').map((scenario) => ({
      ...{ file, call, all: false, leaks: false, places: 4, ...it },
      scenario,
      names: own.split(','),
      traced: [own, ...others].join(','),
      also,
      faults: [...(it.faults ?? faults), ...special],
    }));
  }),
);

/** How little there is left of what, for which scenarios, and what they say. */
export const limits = [
  ...Array.from({ length: 13 }, (_, left) => ({
    limit: ['NOFILE', left],
    codes: ['EMFILE', 'EBADF'], // the latter of dup2(2)
    scenarios: `openFile dup dup2 dup3 eventfd pipe2 readSoon waitAsync socketpair
      recvFds recvFdsSoon notifyNobody openpt peerOf timerfd signalfd memfd
      execPiped posixSpawn posixSpawnPiped spawn spawnPiped spawnMapped pty
      waitBeside pidfdOpen pidfdGetfd fork forkWatching forkClosing
      forkWithWorker block getpwnam getgrnam getgrouplist getloadavg
      processors`,
  })),
  {
    limit: ['AS', 2 ** 24], // some of it for V8
    codes: ['ENOMEM'],
    scenarios: 'mmapLarge',
  },
  { limit: ['MEMLOCK', 0], codes: ['EPERM', 'ENOMEM'], scenarios: 'mlock' },
  {
    limit: ['SIGPENDING', 0],
    codes: ['EAGAIN'],
    scenarios: 'sigqueue timerCreate',
  },
  { limit: ['FSIZE', 0], codes: ['EFBIG'], scenarios: 'writeFile writePipe' },
].map(({ scenarios, ...it }) => ({ ...it, scenarios: scenarios.split(/\s+/) }));

/**
 * Which calls are refused so often where no descriptor is left, and by how much
 * memory may have grown from the first half of that to the second.
 */
export const memory = {
  times: 4000,
  mostMb: 8, // less than a page for each of a half; V8 of Node 26 takes 6 at once
  codes: ['EMFILE', 'EBADF'],
  scenarios: `openFile pipe2 readSoon openpt posixSpawnPiped spawn pty
    pidfdOpen fork`.split(/\s+/),
};

/** By a sandbox: the scenarios of each system call that it may forbid. */
export const forbidden = new Map();
for (const { names, scenario } of rows) {
  for (const name of names ?? [])
    forbidden.set(name, (forbidden.get(name) ?? new Set()).add(scenario));
}
// Those without which Node's own streams and the harness are lost, or a child
// cannot be waited for.
for (const name of ['getdents64', 'ioctl', 'waitid']) forbidden.delete(name);
