// fcntl(2), flock(2), lockf(3): flags of descriptors, and locks of files. Only
// commands whose argument is an int or a struct flock come here.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "interruptible.h"
#include "seam.h"

namespace posix_proc {
namespace {

int64_t Int64(const Napi::CallbackInfo& info, size_t index) {
  bool lossless;
  return info[index].As<Napi::BigInt>().Int64Value(&lossless);
}

Napi::Value Fcntl(const Napi::CallbackInfo& info) {
  errno = 0;  // F_GETOWN has -1 for process group 1
  int result = fcntl(Int(info, 0), Int(info, 1), Int(info, 2));
  if (result == -1 && errno != 0) return ThrowErrno(info.Env(), errno, "fcntl");
  return Napi::Number::New(info.Env(), result);
}

// fcntlLock(fd, cmd, type, whence, start: bigint, len: bigint) →
// [type, whence, start, len, pid], which is what F_GETLK has filled in.
Napi::Value FcntlLock(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  struct flock lock = {};
  lock.l_type = static_cast<short>(Int(info, 2));
  lock.l_whence = static_cast<short>(Int(info, 3));
  lock.l_start = Int64(info, 4);
  lock.l_len = Int64(info, 5);
  if (Interruptible(SYS_fcntl, Int(info, 0), Int(info, 1),
                    reinterpret_cast<long>(&lock)) == -1)
    return ThrowErrno(env, errno, "fcntl");
  Napi::Array found = Napi::Array::New(env, 5);
  found.Set(0u, lock.l_type);
  found.Set(1u, lock.l_whence);
  found.Set(2u, Napi::BigInt::New(env, static_cast<int64_t>(lock.l_start)));
  found.Set(3u, Napi::BigInt::New(env, static_cast<int64_t>(lock.l_len)));
  found.Set(4u, lock.l_pid);
  return found;
}

Napi::Value Flock(const Napi::CallbackInfo& info) {
  if (Interruptible(SYS_flock, Int(info, 0), Int(info, 1)) == -1)
    return ThrowErrno(info.Env(), errno, "flock");
  return info.Env().Undefined();
}

// lockf(fd, cmd, len: bigint)
Napi::Value Lockf(const Napi::CallbackInfo& info) {
  int fd = Int(info, 0), cmd = Int(info, 1);
  long result;
  if (cmd == F_LOCK) {  // what libc would do, but for the waiting
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_CUR;
    lock.l_len = Int64(info, 2);
    result =
        Interruptible(SYS_fcntl, fd, F_SETLKW, reinterpret_cast<long>(&lock));
  } else {
    result = lockf(fd, cmd, Int64(info, 2));
  }
  if (result == -1) return ThrowErrno(info.Env(), errno, "lockf");
  return info.Env().Undefined();
}

}  // namespace

void InitFcntl(Napi::Object exports) {
  Export<Fcntl>(exports, "fcntl");
  Export<FcntlLock>(exports, "fcntlLock");
  Export<Flock>(exports, "flock");
  Export<Lockf>(exports, "lockf");
}

}  // namespace posix_proc
