// Who uses a terminal, its name and its size: tcgetpgrp(3), tcsetpgrp(3),
// tcgetsid(3), isatty(3), ttyname(3), ctermid(3), tcgetwinsize(3), vhangup(2),
// ioctl_tty(2).

#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>

#include "interruptible.h"
#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Done(Napi::Env env, int result, const char* syscall) {
  if (result == -1) return ThrowErrno(env, errno, syscall);
  return env.Undefined();
}

// ---- who uses it

Napi::Value Tcgetpgrp(const Napi::CallbackInfo& info) {
  return Result(info.Env(), tcgetpgrp(Int(info, 0)), "tcgetpgrp");
}

Napi::Value Tcsetpgrp(const Napi::CallbackInfo& info) {
  int pgrp = Int(info, 1);
  // In the background it waits until SIGTTOU has done its work.
  if (Interruptible(SYS_ioctl, Int(info, 0), TIOCSPGRP,
                    reinterpret_cast<long>(&pgrp)) == -1)
    return ThrowErrno(info.Env(), errno, "tcsetpgrp", pgrp);
  return info.Env().Undefined();
}

Napi::Value Tcgetsid(const Napi::CallbackInfo& info) {
  int sid;
  int result = ioctl(Int(info, 0), TIOCGSID, &sid);
  return Result(info.Env(), result == -1 ? -1 : sid, "tcgetsid");
}

Napi::Value Tiocsctty(const Napi::CallbackInfo& info) {
  return Done(info.Env(), ioctl(Int(info, 0), TIOCSCTTY, 0), "tiocsctty");
}

Napi::Value Tiocnotty(const Napi::CallbackInfo& info) {
  return Done(info.Env(), ioctl(Int(info, 0), TIOCNOTTY), "tiocnotty");
}

Napi::Value Vhangup(const Napi::CallbackInfo& info) {
  return Done(info.Env(), vhangup(), "vhangup");
}

// ---- its name

Napi::Value Isatty(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), isatty(Int(info, 0)));
}

Napi::Value Ttyname(const Napi::CallbackInfo& info) {
  char name[256];
  int error = ttyname_r(Int(info, 0), name, sizeof(name));
  if (error != 0) return ThrowErrno(info.Env(), error, "ttyname");
  return Napi::String::New(info.Env(), name);
}

Napi::Value Ctermid(const Napi::CallbackInfo& info) {
  char name[L_ctermid];
  return Napi::String::New(info.Env(), ctermid(name));
}

// ---- its size

// tcgetwinsize(fd) → [rows, columns]
Napi::Value Tcgetwinsize(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  winsize size;
  if (ioctl(Int(info, 0), TIOCGWINSZ, &size) == -1)
    return ThrowErrno(env, errno, "tcgetwinsize");
  Napi::Array pair = Napi::Array::New(env, 2);
  pair.Set(0u, size.ws_row);
  pair.Set(1u, size.ws_col);
  return pair;
}

// tcsetwinsize(fd, rows, columns): what is said of pixels stays.
Napi::Value Tcsetwinsize(const Napi::CallbackInfo& info) {
  int fd = Int(info, 0);
  winsize size;
  int result = ioctl(fd, TIOCGWINSZ, &size);
  if (result == 0) {
    size.ws_row = static_cast<unsigned short>(Int(info, 1));
    size.ws_col = static_cast<unsigned short>(Int(info, 2));
    result = ioctl(fd, TIOCSWINSZ, &size);
  }
  return Done(info.Env(), result, "tcsetwinsize");
}

}  // namespace

void InitTerminal(Napi::Object exports) {
  Export<Tcgetpgrp>(exports, "tcgetpgrp");
  Export<Tcsetpgrp>(exports, "tcsetpgrp");
  Export<Tcgetsid>(exports, "tcgetsid");
  Export<Tiocsctty>(exports, "tiocsctty");
  Export<Tiocnotty>(exports, "tiocnotty");
  Export<Vhangup>(exports, "vhangup");
  Export<Isatty>(exports, "isatty");
  Export<Ttyname>(exports, "ttyname");
  Export<Ctermid>(exports, "ctermid");
  Export<Tcgetwinsize>(exports, "tcgetwinsize");
  Export<Tcsetwinsize>(exports, "tcsetwinsize");
}

}  // namespace posix_proc
