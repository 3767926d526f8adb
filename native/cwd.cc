// chdir(2), fchdir(2), chroot(2), getcwd(3).

#include <stdlib.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Chdir(const Napi::CallbackInfo& info) {
  const char* path = CString(info[0]);
  if (chdir(path) == -1) return ThrowErrno(info.Env(), errno, "chdir", path);
  return info.Env().Undefined();
}

Napi::Value Fchdir(const Napi::CallbackInfo& info) {
  if (fchdir(Int(info, 0)) == -1)
    return ThrowErrno(info.Env(), errno, "fchdir");
  return info.Env().Undefined();
}

Napi::Value Chroot(const Napi::CallbackInfo& info) {
  const char* path = CString(info[0]);
  if (chroot(path) == -1) return ThrowErrno(info.Env(), errno, "chroot", path);
  return info.Env().Undefined();
}

Napi::Value Getcwd(const Napi::CallbackInfo& info) {
  char* path = getcwd(nullptr, 0);  // of the size it needs
  if (!path) return ThrowErrno(info.Env(), errno, "getcwd");
  auto bytes = Napi::Buffer<char>::Copy(info.Env(), path, strlen(path));
  free(path);
  return bytes;
}

}  // namespace

void InitCwd(Napi::Object exports) {
  Export<Chdir>(exports, "chdir");
  Export<Fchdir>(exports, "fchdir");
  Export<Chroot>(exports, "chroot");
  Export<Getcwd>(exports, "getcwd");
}

}  // namespace posix_proc
