// sigwait(3), sigwaitinfo(2), sigtimedwait(2).
//
// They wait for signals that are blocked. For one that is not the kernel has no
// good answer: it may end the process meanwhile. So it is blocked for so long.

#include <sys/syscall.h>

#include "interruptible.h"
#include "siginfo.h"
#include "sigmask.h"

namespace posix_proc {
namespace {

// → as SigInfo() has it, or null when nothing has come in time.
Napi::Value Wait(Napi::Env env, SignalMask set, const timespec* timeout,
                 const char* call) {
  siginfo_t found = {};
  long signo;
  int error;
  {
    AlsoBlocked blocked(env, set);
    if (!blocked.ok()) return env.Undefined();
    signo = Interruptible(SYS_rt_sigtimedwait, reinterpret_cast<long>(&set),
                          &found, reinterpret_cast<long>(timeout), sizeof(set));
    error = errno;
  }
  if (signo == -1 && error == EAGAIN && timeout) return env.Null();
  if (signo == -1) return ThrowErrno(env, error, call);
  if (signo == SIGCHLD) TellLibuvOfChildren(env);
  return SigInfo(env, found);
}

Napi::Value Sigwait(const Napi::CallbackInfo& info) {
  return Wait(info.Env(), Mask(info[0]), nullptr, "sigwait");
}

Napi::Value Sigwaitinfo(const Napi::CallbackInfo& info) {
  return Wait(info.Env(), Mask(info[0]), nullptr, "sigwaitinfo");
}

// sigtimedwait(set, timeoutMs)
Napi::Value Sigtimedwait(const Napi::CallbackInfo& info) {
  int timeout = Int(info, 1);
  timespec time = {timeout / 1000, timeout % 1000 * 1000000L};
  return Wait(info.Env(), Mask(info[0]), &time, "sigtimedwait");
}

}  // namespace

void InitSigwait(Napi::Object exports) {
  Export<Sigwait>(exports, "sigwait");
  Export<Sigwaitinfo>(exports, "sigwaitinfo");
  Export<Sigtimedwait>(exports, "sigtimedwait");
}

}  // namespace posix_proc
