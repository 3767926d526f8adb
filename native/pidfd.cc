// pidfd_open(2), pidfd_send_signal(2): by syscall(), glibc has wrappers since
// 2.36 only.

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

// pidfd_send_signal(pidfd, signo, pid): the pid is for the error's message.
Napi::Value PidfdSendSignal(const Napi::CallbackInfo& info) {
  if (syscall(SYS_pidfd_send_signal, Int(info, 0), Int(info, 1), nullptr, 0) ==
      -1)
    return ThrowErrno(info.Env(), errno, "pidfd_send_signal", Int(info, 2));
  return info.Env().Undefined();
}

}  // namespace

void InitPidfd(Napi::Object exports) {
  Export<PidfdOpen>(exports, "pidfd_open");
  Export<PidfdSendSignal>(exports, "pidfd_send_signal");
}

}  // namespace posix_proc
