// The modes of a terminal: tcgetattr(3), tcsetattr(3), cfmakeraw(3), the speeds,
// tcdrain(3), tcflush(3), tcflow(3), tcsendbreak(3). Manual page: termios(3).

import { binding, constants } from '../internal/binding.js';
import { interruptible } from '../internal/delivery.js';
import {
  speed as checkSpeed,
  type RawChanges,
  type TermiosChanges,
  toCharacters,
  toRawChanges,
  word,
} from '../internal/termios.js';
import { fd as checkFd, integer, object } from '../internal/validate.js';

export type { TermiosChanges } from '../internal/termios.js';

const native = binding<{
  tcgetattr(
    fd: number,
  ): [
    iflag: number,
    oflag: number,
    cflag: number,
    lflag: number,
    ispeed: number,
    ospeed: number,
    ...cc: number[],
  ];
  tcsetattr(fd: number, actions: number, ...changes: RawChanges): void;
  tcdrain(fd: number): void;
  tcflush(fd: number, queue: number): void;
  tcflow(fd: number, action: number): void;
  tcsendbreak(fd: number, tenths: number): void;
}>();

export const {
  TCSANOW,
  TCSADRAIN,
  TCSAFLUSH,
  TCIFLUSH,
  TCOFLUSH,
  TCIOFLUSH,
  TCOOFF,
  TCOON,
  TCIOFF,
  TCION,
  IGNBRK,
  BRKINT,
  IGNPAR,
  PARMRK,
  INPCK,
  ISTRIP,
  INLCR,
  IGNCR,
  ICRNL,
  IUCLC,
  IXON,
  IXANY,
  IXOFF,
  IMAXBEL,
  IUTF8,
  OPOST,
  OLCUC,
  ONLCR,
  OCRNL,
  ONOCR,
  ONLRET,
  OFILL,
  OFDEL,
  NLDLY,
  NL0,
  NL1,
  CRDLY,
  CR0,
  CR1,
  CR2,
  CR3,
  TABDLY,
  TAB0,
  TAB1,
  TAB2,
  TAB3,
  BSDLY,
  BS0,
  BS1,
  VTDLY,
  VT0,
  VT1,
  FFDLY,
  FF0,
  FF1,
  CSIZE,
  CS5,
  CS6,
  CS7,
  CS8,
  CSTOPB,
  CREAD,
  PARENB,
  PARODD,
  HUPCL,
  CLOCAL,
  CMSPAR,
  CRTSCTS,
  ISIG,
  ICANON,
  XCASE,
  ECHO,
  ECHOE,
  ECHOK,
  ECHONL,
  NOFLSH,
  TOSTOP,
  ECHOCTL,
  ECHOPRT,
  ECHOKE,
  FLUSHO,
  PENDIN,
  IEXTEN,
  EXTPROC,
  VINTR,
  VQUIT,
  VERASE,
  VKILL,
  VEOF,
  VTIME,
  VMIN,
  VSWTC,
  VSTART,
  VSTOP,
  VSUSP,
  VEOL,
  VREPRINT,
  VDISCARD,
  VWERASE,
  VLNEXT,
  VEOL2,
} = constants;

// Speeds are baud rates, here as in BSD and in glibc from 2.42 on. In C on Linux
// they have been codes of no meaning.
export const B0 = 0;
export const B50 = 50;
export const B75 = 75;
export const B110 = 110;
export const B134 = 134;
export const B150 = 150;
export const B200 = 200;
export const B300 = 300;
export const B600 = 600;
export const B1200 = 1200;
export const B1800 = 1800;
export const B2400 = 2400;
export const B4800 = 4800;
export const B9600 = 9600;
export const B19200 = 19200;
export const B38400 = 38400;
export const B57600 = 57600;
export const B115200 = 115200;
export const B230400 = 230400;
export const B460800 = 460800;
export const B500000 = 500000;
export const B576000 = 576000;
export const B921600 = 921600;
export const B1000000 = 1000000;
export const B1152000 = 1152000;
export const B1500000 = 1500000;
export const B2000000 = 2000000;
export const B2500000 = 2500000;
export const B3000000 = 3000000;
export const B3500000 = 3500000;
export const B4000000 = 4000000;

/**
 * `struct termios`: the bits of the four words by the constants ECHO, ICANON, …;
 * of `cc` the entries VINTR, VMIN, …; the speeds in baud. The bits of `cflag` in
 * which Linux keeps the speeds follow `ispeed` and `ospeed`.
 */
export type Termios = {
  iflag: number;
  oflag: number;
  cflag: number;
  lflag: number;
  cc: number[];
  ispeed: number;
  ospeed: number;
};

/**
 * `tcgetattr(fd, &termios)`: the modes of a terminal. ENOTTY: it is none.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | termios(3)}
 * @example
 * import { ECHO, openpty, tcgetattr, VINTR } from 'posix-proc';
 * const { lflag, cc } = tcgetattr(openpty().slave);
 * console.log((lflag & ECHO) !== 0, cc[VINTR]); // true 3
 */
export function tcgetattr(fd: number): Termios {
  const [iflag, oflag, cflag, lflag, ispeed, ospeed, ...cc] = native.tcgetattr(
    checkFd(fd),
  );
  return { iflag, oflag, cflag, lflag, cc, ispeed, ospeed };
}

/**
 * `tcsetattr(fd, actions, &termios)`: changes the modes of a terminal at once
 * (TCSANOW), when its output has been taken (TCSADRAIN), or also without what
 * has been typed and not read (TCSAFLUSH). What `termios` does not hold stays as
 * it is; of a word that is given by names, all other bits do. Modes that the
 * terminal cannot have are left out without an error.
 *
 * In the background it stops the caller's group by SIGTTOU and goes on in the
 * foreground, unless SIGTTOU is ignored or blocked. EIO: it is there, and nobody
 * is left who could continue it. ENOTTY: no terminal. EINTR, while it waits: see
 * {@link sigaction}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | termios(3)}
 * @example
 * import { cfmakeraw, ECHO, openpty, TCSAFLUSH, TCSANOW, tcgetattr, tcsetattr } from 'posix-proc';
 * const { slave } = openpty();
 * const before = tcgetattr(slave);
 * tcsetattr(slave, TCSANOW, { lflag: { ECHO: false }, cc: { VMIN: 1, VTIME: 0 } });
 * console.log(tcgetattr(slave).lflag === (before.lflag & ~ECHO)); // true
 * tcsetattr(slave, TCSAFLUSH, cfmakeraw(before));
 * tcsetattr(slave, TCSANOW, before);
 */
export function tcsetattr(
  fd: number,
  actions: number,
  termios: TermiosChanges,
): void {
  checkFd(fd);
  integer(actions, 'actions');
  const changes = toRawChanges(termios, 'termios');
  interruptible(() => native.tcsetattr(fd, actions, ...changes));
}

/** A copy of a whole one. */
function copy(termios: unknown): Termios {
  const it = object(termios, 'termios') as Termios;
  return {
    iflag: word(it.iflag, 'termios.iflag'),
    oflag: word(it.oflag, 'termios.oflag'),
    cflag: word(it.cflag, 'termios.cflag'),
    lflag: word(it.lflag, 'termios.lflag'),
    cc: toCharacters(it.cc, 'termios.cc'),
    ispeed: checkSpeed(it.ispeed, 'termios.ispeed'),
    ospeed: checkSpeed(it.ospeed, 'termios.ospeed'),
  };
}

/**
 * `cfmakeraw(&termios)`: the same modes, but raw: every byte is read as soon as
 * it is typed, unchanged and without an echo; no key sends a signal; output is
 * unchanged too. A new object: the one that is given stays as it is.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | cfmakeraw(3)}
 * @example
 * import { cfmakeraw, ICANON, openpty, tcgetattr, VMIN } from 'posix-proc';
 * const raw = cfmakeraw(tcgetattr(openpty().slave));
 * console.log(raw.lflag & ICANON, raw.cc[VMIN]); // 0 1
 */
export function cfmakeraw(termios: Termios): Termios {
  const it = copy(termios);
  it.iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR);
  it.iflag &= ~(ICRNL | IXON);
  it.oflag &= ~OPOST;
  it.lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  it.cflag = (it.cflag & ~(CSIZE | PARENB)) | CS8;
  it.cc[VMIN] = 1;
  it.cc[VTIME] = 0;
  return it;
}

/**
 * `cfsetspeed(&termios, speed)`: the same modes with another speed both ways, in
 * baud: B9600 is 9600. A new object.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | cfsetspeed(3)}
 * @example
 * import { B9600, cfsetspeed, openpty, tcgetattr } from 'posix-proc';
 * const { ispeed, ospeed } = cfsetspeed(tcgetattr(openpty().slave), B9600);
 * console.log(ispeed, ospeed); // 9600 9600
 */
export function cfsetspeed(termios: Termios, speed: number): Termios {
  const it = copy(termios);
  it.ispeed = it.ospeed = checkSpeed(speed, 'speed');
  return it;
}

/**
 * `tcdrain(fd)`: waits until all output has been taken. In the background, and
 * EINTR: see {@link tcsetattr}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | tcdrain(3)}
 * @example
 * import { openpty, tcdrain } from 'posix-proc';
 * tcdrain(openpty().slave);
 */
export function tcdrain(fd: number): void {
  checkFd(fd);
  interruptible(() => native.tcdrain(fd));
}

/**
 * `tcflush(fd, queue)`: throws away what has come and has not been read
 * (TCIFLUSH), what has been written and has not gone (TCOFLUSH), or both
 * (TCIOFLUSH). In the background: see {@link tcsetattr}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | tcflush(3)}
 * @example
 * import { F_GETFL, F_SETFL, fcntl, O_NONBLOCK, openpty, read, TCIFLUSH, tcflush, write } from 'posix-proc';
 * const { master, slave } = openpty();
 * write(master, 'typed too early\n');
 * tcflush(slave, TCIFLUSH);
 * fcntl(slave, F_SETFL, fcntl(slave, F_GETFL) | O_NONBLOCK);
 * try { read(slave, 100); } catch (error) { console.log(error.code); } // EAGAIN
 */
export function tcflush(fd: number, queue: number): void {
  checkFd(fd);
  integer(queue, 'queue');
  interruptible(() => native.tcflush(fd, queue));
}

/**
 * `tcflow(fd, action)`: holds output up (TCOOFF) and lets it go on (TCOON), as
 * Ctrl+S and Ctrl+Q do; or asks the other side to, by a STOP (TCIOFF) or a START
 * character (TCION). In the background: see {@link tcsetattr}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | tcflow(3)}
 * @example
 * import { openpty, tcflow, TCOOFF, TCOON } from 'posix-proc';
 * const { slave } = openpty();
 * tcflow(slave, TCOOFF); // who writes now waits
 * tcflow(slave, TCOON);
 */
export function tcflow(fd: number, action: number): void {
  checkFd(fd);
  integer(action, 'action');
  interruptible(() => native.tcflow(fd, action));
}

/**
 * `tcsendbreak(fd, duration)`: holds a serial line at zero, for a quarter of a
 * second if `duration` is 0, else, on Linux, for that many milliseconds, rounded
 * up to tenths of a second. Other terminals do nothing. In the background: see
 * {@link tcsetattr}.
 *
 * @see {@link https://man7.org/linux/man-pages/man3/termios.3.html | tcsendbreak(3)}
 * @example
 * import { openpty, tcsendbreak } from 'posix-proc';
 * tcsendbreak(openpty().slave, 0);
 */
export function tcsendbreak(fd: number, duration: number): void {
  checkFd(fd);
  const tenths = Math.ceil(Math.max(integer(duration, 'duration'), 0) / 100);
  interruptible(() => native.tcsendbreak(fd, tenths));
}
