// pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2): by syscall(), glibc has
// wrappers since 2.36 only.

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value PidfdOpen(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  long fd = syscall(SYS_pidfd_open, pid, Int(info, 1));
  if (fd == -1) return ThrowErrno(info.Env(), errno, "pidfd_open", pid);
  return Napi::Number::New(info.Env(), fd);
}

// pidfd_send_signal(pidfd, signo, pid): the pid, if known, is for the error's
// message.
Napi::Value PidfdSendSignal(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  const char* call = "pidfd_send_signal";
  long result =
      syscall(SYS_pidfd_send_signal, Int(info, 0), Int(info, 1), nullptr, 0);
  if (result == -1)
    return info[2].IsNumber() ? ThrowErrno(env, errno, call, Int(info, 2))
                              : ThrowErrno(env, errno, call);
  return env.Undefined();
}

Napi::Value PidfdGetfd(const Napi::CallbackInfo& info) {
  long fd = syscall(SYS_pidfd_getfd, Int(info, 0), Int(info, 1), 0);
  return Result(info.Env(), static_cast<int>(fd), "pidfd_getfd");
}

}  // namespace

void InitPidfd(Napi::Object exports) {
  Export<PidfdOpen>(exports, "pidfd_open");
  Export<PidfdSendSignal>(exports, "pidfd_send_signal");
  Export<PidfdGetfd>(exports, "pidfd_getfd");
}

}  // namespace posix_proc
