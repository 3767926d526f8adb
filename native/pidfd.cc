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

Napi::Value PidfdSendSignal(const Napi::CallbackInfo& info) {
  long result = syscall(SYS_pidfd_send_signal, Int(info, 0), Int(info, 1),
                        nullptr, 0);
  return Result(info.Env(), result, "pidfd_send_signal");
}

}  // namespace

void InitPidfd(Napi::Object exports) {
  Export<PidfdOpen>(exports, "pidfd_open");
  Export<PidfdSendSignal>(exports, "pidfd_send_signal");
}

}  // namespace posix_proc
