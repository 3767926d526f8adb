// setsid(2), getsid(2), setpgid(2), getpgid(2), getpgrp(2).

#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Setsid(const Napi::CallbackInfo& info) {
  return Result(info.Env(), setsid(), "setsid");
}

Napi::Value Getsid(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0), sid = getsid(pid);
  if (sid == -1) return ThrowErrno(info.Env(), errno, "getsid", pid);
  return Napi::Number::New(info.Env(), sid);
}

Napi::Value Setpgid(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  if (setpgid(pid, Int(info, 1)) == -1)
    return ThrowErrno(info.Env(), errno, "setpgid", pid);
  return info.Env().Undefined();
}

Napi::Value Getpgid(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0), pgid = getpgid(pid);
  if (pgid == -1) return ThrowErrno(info.Env(), errno, "getpgid", pid);
  return Napi::Number::New(info.Env(), pgid);
}

Napi::Value Getpgrp(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), getpgrp());
}

}  // namespace

void InitSession(Napi::Object exports) {
  Export<Setsid>(exports, "setsid");
  Export<Getsid>(exports, "getsid");
  Export<Setpgid>(exports, "setpgid");
  Export<Getpgid>(exports, "getpgid");
  Export<Getpgrp>(exports, "getpgrp");
}

}  // namespace posix_proc
