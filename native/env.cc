// getenv(3), setenv(3), unsetenv(3), clearenv(3), environ(7), as bytes. On the
// main thread process.env is the same environment.

#include <stdlib.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Bytes(Napi::Env env, const char* text) {
  return Napi::Buffer<char>::Copy(env, text, strlen(text));
}

Napi::Value Getenv(const Napi::CallbackInfo& info) {
  const char* value = getenv(CString(info[0]));
  return value ? Bytes(info.Env(), value) : info.Env().Null();
}

Napi::Value Setenv(const Napi::CallbackInfo& info) {
  if (setenv(CString(info[0]), CString(info[1]), Int(info, 2)) == -1)
    return ThrowErrno(info.Env(), errno, "setenv");
  return info.Env().Undefined();
}

Napi::Value Unsetenv(const Napi::CallbackInfo& info) {
  if (unsetenv(CString(info[0])) == -1)
    return ThrowErrno(info.Env(), errno, "unsetenv");
  return info.Env().Undefined();
}

Napi::Value Clearenv(const Napi::CallbackInfo& info) {
  // It leaves a null pointer, and Object.keys(process.env) would follow it.
  static char* none[] = {nullptr};
  clearenv();
  environ = none;
  return info.Env().Undefined();
}

Napi::Value Environ(const Napi::CallbackInfo& info) {
  Napi::Array array = Napi::Array::New(info.Env());
  for (uint32_t i = 0; environ[i]; i++)
    array.Set(i, Bytes(info.Env(), environ[i]));
  return array;
}

}  // namespace

void InitEnv(Napi::Object exports) {
  Export<Getenv>(exports, "getenv");
  Export<Setenv>(exports, "setenv");
  Export<Unsetenv>(exports, "unsetenv");
  Export<Clearenv>(exports, "clearenv");
  Export<Environ>(exports, "environ");
}

}  // namespace posix_proc
