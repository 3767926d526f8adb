// kill(2), killpg(3), raise(3), tgkill(2), sigqueue(3).

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Kill(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  if (kill(pid, Int(info, 1)) == -1)
    return ThrowErrno(info.Env(), errno, "kill", pid);
  return info.Env().Undefined();
}

Napi::Value Killpg(const Napi::CallbackInfo& info) {
  int pgrp = Int(info, 0);
  if (killpg(pgrp, Int(info, 1)) == -1)
    return ThrowErrno(info.Env(), errno, "killpg", pgrp);
  return info.Env().Undefined();
}

Napi::Value Raise(const Napi::CallbackInfo& info) {
  int signo = Int(info, 0);
  // 32 and 33 are glibc's own; its older versions would send them.
  if (signo == 32 || signo == 33)
    return ThrowErrno(info.Env(), EINVAL, "raise");
  if (raise(signo) == -1) return ThrowErrno(info.Env(), errno, "raise");
  return info.Env().Undefined();
}

// By syscall(): glibc has a wrapper since 2.30 only.
Napi::Value Tgkill(const Napi::CallbackInfo& info) {
  int tid = Int(info, 1);
  if (syscall(SYS_tgkill, Int(info, 0), tid, Int(info, 2)) == -1)
    return ThrowErrno(info.Env(), errno, "tgkill", tid);
  return info.Env().Undefined();
}

Napi::Value Sigqueue(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  sigval value = {};
  value.sival_int = Int(info, 2);
  if (sigqueue(pid, Int(info, 1), value) == -1)
    return ThrowErrno(info.Env(), errno, "sigqueue", pid);
  return info.Env().Undefined();
}

}  // namespace

void InitKill(Napi::Object exports) {
  Export<Kill>(exports, "kill");
  Export<Killpg>(exports, "killpg");
  Export<Raise>(exports, "raise");
  Export<Tgkill>(exports, "tgkill");
  Export<Sigqueue>(exports, "sigqueue");
}

}  // namespace posix_proc
