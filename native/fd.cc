// open(2), dup(2), dup2(2), dup3(2), pipe2(2), read(2), write(2), close(2),
// eventfd(2). close never says EINTR, for on Linux the descriptor is gone then.

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "interruptible.h"
#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Open(const Napi::CallbackInfo& info) {
  const char* path = CString(info[0]);
  long fd =
      Interruptible(SYS_openat, AT_FDCWD, path, Int(info, 1), Int(info, 2));
  if (fd == -1) return ThrowErrno(info.Env(), errno, "open", path);
  return Napi::Number::New(info.Env(), static_cast<int>(fd));
}

Napi::Value Dup(const Napi::CallbackInfo& info) {
  return Result(info.Env(), dup(Int(info, 0)), "dup");
}

// EINTR and EBUSY, when another thread is opening the same number, pass.
Napi::Value Dup2(const Napi::CallbackInfo& info) {
  int fd;
  do {
    fd = dup2(Int(info, 0), Int(info, 1));
  } while (fd == -1 && (errno == EINTR || errno == EBUSY));
  return Result(info.Env(), fd, "dup2");
}

Napi::Value Dup3(const Napi::CallbackInfo& info) {
  int fd;
  do {
    fd = dup3(Int(info, 0), Int(info, 1), Int(info, 2));
  } while (fd == -1 && (errno == EINTR || errno == EBUSY));
  return Result(info.Env(), fd, "dup3");
}

Napi::Value Pipe2(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int fds[2];
  if (pipe2(fds, Int(info, 0)) == -1) return ThrowErrno(env, errno, "pipe2");
  Napi::Array pair = Napi::Array::New(env, 2);
  pair.Set(0u, fds[0]);
  pair.Set(1u, fds[1]);
  return pair;
}

// read(fd, Uint8Array) → bytes read
Napi::Value Read(const Napi::CallbackInfo& info) {
  Napi::Uint8Array buffer = info[1].As<Napi::Uint8Array>();
  long count = Interruptible(SYS_read, Int(info, 0), buffer.Data(),
                             static_cast<long>(buffer.ByteLength()));
  if (count == -1) return ThrowErrno(info.Env(), errno, "read");
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

// write(fd, Uint8Array) → bytes written, perhaps fewer than given
Napi::Value Write(const Napi::CallbackInfo& info) {
  Napi::Uint8Array data = info[1].As<Napi::Uint8Array>();
  long count = Interruptible(SYS_write, Int(info, 0), data.Data(),
                             static_cast<long>(data.ByteLength()));
  if (count == -1) return ThrowErrno(info.Env(), errno, "write");
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  int result = close(Int(info, 0));
  if (result == -1 && errno == EINTR) result = 0;
  return Result(info.Env(), result, "close");
}

Napi::Value Eventfd(const Napi::CallbackInfo& info) {
  unsigned count = info[0].As<Napi::Number>().Uint32Value();
  return Result(info.Env(), eventfd(count, Int(info, 1)), "eventfd");
}

}  // namespace

void InitFd(Napi::Object exports) {
  Export<Open>(exports, "open");
  Export<Dup>(exports, "dup");
  Export<Dup2>(exports, "dup2");
  Export<Dup3>(exports, "dup3");
  Export<Pipe2>(exports, "pipe2");
  Export<Read>(exports, "read");
  Export<Write>(exports, "write");
  Export<Close>(exports, "close");
  Export<Eventfd>(exports, "eventfd");
}

}  // namespace posix_proc
