// What class Pty reads from and writes to: a master that does not block. Manual
// page: pty(7).

#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

// How many bytes; null: the terminal has been hung up.
Napi::Value Count(Napi::Env env, size_t count, int error, const char* syscall) {
  if (count == 0 && error == EIO) return env.Null();
  if (count == 0 && error != 0 && error != EAGAIN)
    return ThrowErrno(env, error, syscall);
  return Napi::Number::New(env, static_cast<double>(count));
}

// Goes on until `call` says EAGAIN or there is nothing left to do: the kernel
// takes and hands out 4 KiB at a time.
template <typename Call>
Napi::Value All(const Napi::CallbackInfo& info, Call call, const char* name) {
  Napi::Uint8Array bytes = info[1].As<Napi::Uint8Array>();
  size_t total = 0;
  int error = 0;
  while (error == 0 && total < bytes.ByteLength()) {
    ssize_t count =
        call(Int(info, 0), bytes.Data() + total, bytes.ByteLength() - total);
    if (count > 0)
      total += static_cast<size_t>(count);
    else
      error = count == 0 ? EIO : errno;
    if (error == EINTR) error = 0;
  }
  return Count(info.Env(), total, error, name);
}

// readMaster(fd, Uint8Array), writeMaster(fd, Uint8Array)
Napi::Value ReadMaster(const Napi::CallbackInfo& info) {
  return All(info, read, "read");
}

Napi::Value WriteMaster(const Napi::CallbackInfo& info) {
  return All(info, write, "write");
}

}  // namespace

void InitPty(Napi::Object exports) {
  Export<ReadMaster>(exports, "readMaster");
  Export<WriteMaster>(exports, "writeMaster");
}

}  // namespace posix_proc
