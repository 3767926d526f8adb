// signalfd(2).

#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "interruptible.h"
#include "sigmask.h"

namespace posix_proc {
namespace {

// signalfd(set, flags) → fd
Napi::Value Signalfd(const Napi::CallbackInfo& info) {
  SignalMask set = Mask(info[0]);
  long fd =
      syscall(SYS_signalfd4, -1, &set, sizeof(set), Int(info, 1) | SFD_CLOEXEC);
  return Result(info.Env(), static_cast<int>(fd), "signalfd");
}

// A SIGCHLD has been read.
Napi::Value TellOfChildren(const Napi::CallbackInfo& info) {
  TellLibuvOfChildren(info.Env());
  return info.Env().Undefined();
}

}  // namespace

void InitSignalfd(Napi::Object exports) {
  Export<Signalfd>(exports, "signalfd");
  Export<TellOfChildren>(exports, "tellOfChildren");
}

}  // namespace posix_proc
