// The modes of a terminal: tcgetattr(3), tcsetattr(3), tcdrain(3), tcflush(3),
// tcflow(3), tcsendbreak(3).
//
// What changes a terminal may wait: for its output, or in the background until
// SIGTTOU has done its work. Speeds are baud rates here. In glibc they are
// codes or rates, by its version, so this is the kernel's own structure.

#include <asm/termbits.h>  // not <termios.h>: the two exclude each other
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include <iterator>

#include "interruptible.h"
#include "seam.h"

namespace posix_proc {
namespace {

// ioctl(2) that waits, → undefined.
Napi::Value Ioctl(const Napi::CallbackInfo& info, unsigned long request,
                  long argument, const char* syscall) {
  if (Interruptible(SYS_ioctl, Int(info, 0), static_cast<long>(request),
                    argument) == -1)
    return ThrowErrno(info.Env(), errno, syscall);
  return info.Env().Undefined();
}

// The rates that have a code: 0 to 15, and from BOTHER + 1 on.
constexpr speed_t kBauds[] = {
    0,       50,      75,      110,     134,     150,     200,    300,
    600,     1200,    1800,    2400,    4800,    9600,    19200,  38400,
    57600,   115200,  230400,  460800,  500000,  576000,  921600, 1000000,
    1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000};

// BOTHER: c_ispeed or c_ospeed tells.
tcflag_t CodeOf(speed_t baud) {
  for (tcflag_t i = 0; i < std::size(kBauds); i++) {
    if (kBauds[i] == baud) return i < 16 ? i : BOTHER + i - 15;
  }
  return BOTHER;
}

// A speed that stays as it is keeps its bits too: there are several ways to
// write that input is as fast as output.
void SetSpeeds(termios2* it, speed_t in, speed_t out) {
  if (out != it->c_ospeed) {
    it->c_cflag = (it->c_cflag & ~CBAUD) | CodeOf(out);
    it->c_ospeed = out;
  }
  if (in != it->c_ispeed) {
    tcflag_t code = in == out ? 0 : CodeOf(in);
    it->c_cflag = (it->c_cflag & ~CIBAUD) | code << IBSHIFT;
    it->c_ispeed = in;
  }
}

// tcgetattr(fd) → [iflag, oflag, cflag, lflag, ispeed, ospeed, ...cc]
Napi::Value Tcgetattr(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  termios2 it;
  if (ioctl(Int(info, 0), TCGETS2, &it) == -1)
    return ThrowErrno(env, errno, "tcgetattr");
  Napi::Array fields = Napi::Array::New(env, 6 + NCCS);
  fields.Set(0u, static_cast<int>(it.c_iflag));
  fields.Set(1u, static_cast<int>(it.c_oflag));
  fields.Set(2u, static_cast<int>(it.c_cflag));
  fields.Set(3u, static_cast<int>(it.c_lflag));
  fields.Set(4u, it.c_ispeed);
  fields.Set(5u, it.c_ospeed);
  for (uint32_t i = 0; i < NCCS; i++) fields.Set(6 + i, it.c_cc[i]);
  return fields;
}

// tcsetattr(fd, actions, flags, speeds, cc): `flags` holds, for each of iflag,
// oflag, cflag and lflag, the bits to clear and those to set then; of `speeds`
// (input, output) and of `cc`, -1 stays as it is.
Napi::Value Tcsetattr(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int fd = Int(info, 0), actions = Int(info, 1);
  Napi::Int32Array flags = info[2].As<Napi::Int32Array>();
  Napi::Float64Array speeds = info[3].As<Napi::Float64Array>();
  Napi::Int32Array cc = info[4].As<Napi::Int32Array>();
  if (actions < 0 || actions > 2) return ThrowErrno(env, EINVAL, "tcsetattr");
  termios2 it;
  if (ioctl(fd, TCGETS2, &it) == -1) return ThrowErrno(env, errno, "tcsetattr");

  tcflag_t codes = it.c_cflag & (CBAUD | CIBAUD);
  tcflag_t* words[] = {&it.c_iflag, &it.c_oflag, &it.c_cflag, &it.c_lflag};
  for (size_t i = 0; i < 4; i++)
    *words[i] = (*words[i] & ~static_cast<tcflag_t>(flags[2 * i])) |
                static_cast<tcflag_t>(flags[2 * i + 1]);
  it.c_cflag = (it.c_cflag & ~(CBAUD | CIBAUD)) | codes;
  SetSpeeds(&it, speeds[0] < 0 ? it.c_ispeed : static_cast<speed_t>(speeds[0]),
            speeds[1] < 0 ? it.c_ospeed : static_cast<speed_t>(speeds[1]));
  for (size_t i = 0; i < NCCS; i++)
    if (cc[i] >= 0) it.c_cc[i] = static_cast<cc_t>(cc[i]);
  constexpr unsigned long kRequests[] = {TCSETS2, TCSETSW2, TCSETSF2};
  return Ioctl(info, kRequests[actions], reinterpret_cast<long>(&it),
               "tcsetattr");
}

Napi::Value Tcdrain(const Napi::CallbackInfo& info) {
  return Ioctl(info, TCSBRK, 1, "tcdrain");
}

Napi::Value Tcflush(const Napi::CallbackInfo& info) {
  return Ioctl(info, TCFLSH, Int(info, 1), "tcflush");
}

Napi::Value Tcflow(const Napi::CallbackInfo& info) {
  return Ioctl(info, TCXONC, Int(info, 1), "tcflow");
}

// tcsendbreak(fd, tenths): 0 is the terminal's own measure.
Napi::Value Tcsendbreak(const Napi::CallbackInfo& info) {
  int tenths = Int(info, 1);
  return Ioctl(info, tenths > 0 ? TCSBRKP : TCSBRK, tenths, "tcsendbreak");
}

}  // namespace

void InitTermios(Napi::Object exports) {
  Export<Tcgetattr>(exports, "tcgetattr");
  Export<Tcsetattr>(exports, "tcsetattr");
  Export<Tcdrain>(exports, "tcdrain");
  Export<Tcflush>(exports, "tcflush");
  Export<Tcflow>(exports, "tcflow");
  Export<Tcsendbreak>(exports, "tcsendbreak");
}

}  // namespace posix_proc
