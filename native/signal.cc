// kill(2).

#include <signal.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Kill(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  if (kill(pid, Int(info, 1)) == -1)
    return ThrowErrno(info.Env(), errno, "kill", pid);
  return info.Env().Undefined();
}

}  // namespace

void InitSignal(Napi::Object exports) { Export<Kill>(exports, "kill"); }

}  // namespace posix_proc
