// getpid(2), getppid(2), gettid(2): system calls each time, never cached.

#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Getpid(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), getpid());
}

Napi::Value Getppid(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), getppid());
}

Napi::Value Gettid(const Napi::CallbackInfo& info) {
  // glibc has gettid() since 2.30 only.
  return Napi::Number::New(info.Env(), syscall(SYS_gettid));
}

}  // namespace

void InitIds(Napi::Object exports) {
  Export<Getpid>(exports, "getpid");
  Export<Getppid>(exports, "getppid");
  Export<Gettid>(exports, "gettid");
}

}  // namespace posix_proc
