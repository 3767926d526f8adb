// posix_openpt(3), grantpt(3), unlockpt(3), ptsname(3), ioctl_tty(2). Manual
// page: pty(7).

#include <fcntl.h>
#include <sys/ioctl.h>

#include <cstdlib>

#include "seam.h"

#ifndef TIOCGPTPEER  // Linux 4.13
#define TIOCGPTPEER _IO('T', 0x41)
#endif

namespace posix_proc {
namespace {

Napi::Value PosixOpenpt(const Napi::CallbackInfo& info) {
  return Result(info.Env(), posix_openpt(Int(info, 0)), "posix_openpt");
}

Napi::Value Grantpt(const Napi::CallbackInfo& info) {
  if (grantpt(Int(info, 0)) == -1)
    return ThrowErrno(info.Env(), errno, "grantpt");
  return info.Env().Undefined();
}

Napi::Value Unlockpt(const Napi::CallbackInfo& info) {
  if (unlockpt(Int(info, 0)) == -1)
    return ThrowErrno(info.Env(), errno, "unlockpt");
  return info.Env().Undefined();
}

Napi::Value Ptsname(const Napi::CallbackInfo& info) {
  char name[64];
  int error = ptsname_r(Int(info, 0), name, sizeof(name));
  if (error != 0) return ThrowErrno(info.Env(), error, "ptsname");
  return Napi::String::New(info.Env(), name);
}

Napi::Value Tiocgptpeer(const Napi::CallbackInfo& info) {
  int fd = ioctl(Int(info, 0), TIOCGPTPEER, Int(info, 1));
  return Result(info.Env(), fd, "tiocgptpeer");
}

}  // namespace

void InitOpenpty(Napi::Object exports) {
  Export<PosixOpenpt>(exports, "posix_openpt");
  Export<Grantpt>(exports, "grantpt");
  Export<Unlockpt>(exports, "unlockpt");
  Export<Ptsname>(exports, "ptsname");
  Export<Tiocgptpeer>(exports, "tiocgptpeer");
}

}  // namespace posix_proc
