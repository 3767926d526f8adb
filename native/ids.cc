// getpid(2), getppid(2), gettid(2), system calls each time, never cached;
// umask(2), chdir(2).

#include <sys/stat.h>
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

Napi::Value Umask(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), umask(Int(info, 0)));
}

Napi::Value Chdir(const Napi::CallbackInfo& info) {
  const char* path = CString(info[0]);
  if (chdir(path) == -1) return ThrowErrno(info.Env(), errno, "chdir", path);
  return info.Env().Undefined();
}

}  // namespace

void InitIds(Napi::Object exports) {
  Export<Getpid>(exports, "getpid");
  Export<Getppid>(exports, "getppid");
  Export<Gettid>(exports, "gettid");
  Export<Umask>(exports, "umask");
  Export<Chdir>(exports, "chdir");
}

}  // namespace posix_proc
