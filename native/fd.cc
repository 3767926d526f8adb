// open(2), dup(2), dup2(2), dup3(2), pipe2(2), mkfifo(3), read(2), write(2),
// lseek(2), close(2), close_range(2), eventfd(2). close never says EINTR, for
// on Linux the descriptor is gone then.

#include <dirent.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "interruptible.h"
#include "seam.h"

#ifndef SYS_close_range  // glibc 2.34, but older headers may be in use
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

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

Napi::Value Mkfifo(const Napi::CallbackInfo& info) {
  const char* path = CString(info[0]);
  if (mkfifo(path, static_cast<mode_t>(Int(info, 1))) == -1)
    return ThrowErrno(info.Env(), errno, "mkfifo", path);
  return info.Env().Undefined();
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

// lseek(fd, offset: bigint, whence) → bigint
Napi::Value Lseek(const Napi::CallbackInfo& info) {
  bool lossless;
  int64_t offset = info[1].As<Napi::BigInt>().Int64Value(&lossless);
  int64_t result = lseek(Int(info, 0), offset, Int(info, 2));
  if (result == -1) return ThrowErrno(info.Env(), errno, "lseek");
  return Napi::BigInt::New(info.Env(), result);
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  int result = close(Int(info, 0));
  if (result == -1 && errno == EINTR) result = 0;
  return Result(info.Env(), result, "close");
}

// close_range(2) by hand. Collected first: closing them while the folder is
// read would change what is read.
int CloseListed(unsigned first, unsigned last, bool mark) {
  if (first > last) {
    errno = EINVAL;
    return -1;
  }
  DIR* dir = opendir("/proc/self/fd");
  if (!dir) return -1;
  std::vector<int> fds;
  for (;;) {
    errno = 0;
    dirent* entry = readdir(dir);
    if (!entry) break;
    if (entry->d_name[0] == '.') continue;
    unsigned fd = static_cast<unsigned>(atoi(entry->d_name));
    if (fd >= first && fd <= last && atoi(entry->d_name) != dirfd(dir))
      fds.push_back(atoi(entry->d_name));
  }
  int error = errno;
  closedir(dir);
  if (error != 0) {
    errno = error;
    return -1;
  }
  for (int fd : fds) {
    if (mark)
      fcntl(fd, F_SETFD, FD_CLOEXEC);
    else
      close(fd);
  }
  return 0;
}

// close_range(first, last, flags). Linux 5.9 has the call, 5.11 its
// CLOSE_RANGE_CLOEXEC; some sandboxes know neither.
Napi::Value CloseRange(const Napi::CallbackInfo& info) {
  unsigned first = info[0].As<Napi::Number>().Uint32Value();
  unsigned last = info[1].As<Napi::Number>().Uint32Value();
  unsigned flags = info[2].As<Napi::Number>().Uint32Value();
  int result = static_cast<int>(syscall(SYS_close_range, first, last, flags));
  bool mark = flags == CLOSE_RANGE_CLOEXEC;
  bool missing = (errno == ENOSYS && flags == 0) ||
                 ((errno == ENOSYS || errno == EINVAL) && mark);
  if (result == -1 && missing) result = CloseListed(first, last, mark);
  return Result(info.Env(), result, "close_range");
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
  Export<Mkfifo>(exports, "mkfifo");
  Export<Read>(exports, "read");
  Export<Write>(exports, "write");
  Export<Lseek>(exports, "lseek");
  Export<Close>(exports, "close");
  Export<CloseRange>(exports, "close_range");
  Export<Eventfd>(exports, "eventfd");
}

}  // namespace posix_proc
