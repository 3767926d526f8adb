// poll(2), ppoll(2), and reading and writing that never blocks the event loop.
// O_NONBLOCK would do for the latter, but belongs to whoever shares what open()
// has made, other processes included: it stays as it is.

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <vector>

#include "interruptible.h"
#include "sigmask.h"

namespace posix_proc {
namespace {

// Fills in revents where events stood.
Napi::Value Poll(const Napi::CallbackInfo& info, const SignalMask* mask,
                 const char* syscall) {
  Napi::Int32Array pairs = info[0].As<Napi::Int32Array>();
  std::vector<pollfd> entries(pairs.ElementLength() / 2);
  for (size_t i = 0; i < entries.size(); i++)
    entries[i] = {pairs[2 * i], static_cast<short>(pairs[2 * i + 1]), 0};
  int timeout = Int(info, 1);
  timespec time = {timeout / 1000, timeout % 1000 * 1000000L};
  long count = Interruptible(
      SYS_ppoll, reinterpret_cast<long>(entries.data()), entries.size(),
      reinterpret_cast<long>(timeout < 0 ? nullptr : &time),
      reinterpret_cast<long>(mask), sizeof(*mask));
  if (count == -1) return ThrowErrno(info.Env(), errno, syscall);
  for (size_t i = 0; i < entries.size(); i++)
    pairs[2 * i + 1] = entries[i].revents;
  return info.Env().Undefined();
}

// poll([fd, events, …], timeoutMs)
Napi::Value PollCall(const Napi::CallbackInfo& info) {
  return Poll(info, nullptr, "poll");
}

// ppoll([fd, events, …], timeoutMs, mask: bigint)
Napi::Value Ppoll(const Napi::CallbackInfo& info) {
  SignalMask mask = Mask(info[2]);
  AlsoBlocked blocked(info.Env(), mask);
  if (!blocked.ok()) return info.Env().Undefined();
  return Poll(info, &mask, "ppoll");
}

epoll_event ReadyFor(const Napi::Value& writable) {
  epoll_event event = {};
  event.events = writable.ToBoolean() ? EPOLLOUT : EPOLLIN;
  return event;
}

// epollFor(fd, writable) → an epoll instance, readable as soon as fd is ready.
// libuv would make fd itself non-blocking, and have it only once in its loop.
Napi::Value EpollFor(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll == -1) return ThrowErrno(env, errno, "epoll_create1");
  epoll_event event = ReadyFor(info[1]);
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, Int(info, 0), &event) == -1) {
    int error = errno;
    close(epoll);
    return ThrowErrno(env, error, "epoll_ctl");
  }
  return Napi::Number::New(env, epoll);
}

// epollHas(epoll, fd, writable): not when fd has been closed meanwhile, though
// its number may be open again.
Napi::Value EpollHas(const Napi::CallbackInfo& info) {
  epoll_event event = ReadyFor(info[2]);
  int result = epoll_ctl(Int(info, 0), EPOLL_CTL_MOD, Int(info, 1), &event);
  return Napi::Boolean::New(info.Env(), result == 0);
}

// False with an errno: EAGAIN when it is not ready yet.
bool Ready(int fd, short events) {
  pollfd entry = {fd, events, 0};
  int count = poll(&entry, 1, 0);
  if (count == 0) errno = EAGAIN;
  return count == 1;
}

// A FIFO is one, too. fstat(3) would need a newer libc.
bool IsPipe(int fd) { return fcntl(fd, F_GETPIPE_SZ) != -1; }

// Who has the other direction would wait for ever instead of being told.
bool IsOpenFor(int fd, int mode) {
  int flags = fcntl(fd, F_GETFL);
  if (flags == -1) return false;
  if ((flags & O_ACCMODE) == mode || (flags & O_ACCMODE) == O_RDWR) return true;
  errno = EBADF;
  return false;
}

// read(2) and write(2) that say EAGAIN instead of waiting. Another process may
// be faster between poll() and the call: where there is a flag for it, the call
// itself is told.
ssize_t ReadNow(int fd, void* data, size_t size) {
  ssize_t count = recv(fd, data, size, MSG_DONTWAIT);
  if (count != -1 || errno != ENOTSOCK) return count;
  if (!IsOpenFor(fd, O_RDONLY)) return -1;
  if (!Ready(fd, POLLIN)) return -1;
  if (IsPipe(fd)) {
    iovec part = {data, size};
    count = preadv2(fd, &part, 1, -1, RWF_NOWAIT);
    if (count != -1 || errno != EOPNOTSUPP) return count;
  }
  return read(fd, data, size);
}

// A terminal that is ready may take one byte and make the rest wait. Opened
// anew it has an O_NONBLOCK of its own. Not so the master of a pseudoterminal:
// opening that would make another one.
ssize_t WriteTerminal(int fd, const void* data, size_t size) {
  int number;
  char path[32];
  snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
  int own = ioctl(fd, TIOCGPTN, &number) == 0
                ? -1
                : open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (own == -1) return write(fd, data, 1);
  ssize_t count = write(own, data, size);
  int error = errno;
  close(own);
  errno = error;
  return count;
}

ssize_t WriteNow(int fd, const void* data, size_t size) {
  ssize_t count = send(fd, data, size, MSG_DONTWAIT);
  if (count != -1 || errno != ENOTSOCK) return count;
  if (!IsOpenFor(fd, O_WRONLY)) return -1;
  if (!Ready(fd, POLLOUT)) return -1;
  if (IsPipe(fd)) {
    iovec part = {const_cast<void*>(data), size};
    count = pwritev2(fd, &part, 1, -1, RWF_NOWAIT);
    if (count != -1 || errno != EOPNOTSUPP) return count;
    size = std::min<size_t>(size, PIPE_BUF);
  } else if (isatty(fd)) {
    return WriteTerminal(fd, data, size);
  }
  return write(fd, data, size);
}

// How many bytes, or null when nothing can be done yet.
Napi::Value Count(Napi::Env env, ssize_t count, const char* syscall) {
  if (count != -1) return Napi::Number::New(env, static_cast<double>(count));
  if (errno == EAGAIN) return env.Null();
  return ThrowErrno(env, errno, syscall);
}

Napi::Value ReadNowCall(const Napi::CallbackInfo& info) {
  Napi::Uint8Array data = info[1].As<Napi::Uint8Array>();
  ssize_t count;
  do {
    count = ReadNow(Int(info, 0), data.Data(), data.ByteLength());
  } while (count == -1 && errno == EINTR);
  return Count(info.Env(), count, "read");
}

Napi::Value WriteNowCall(const Napi::CallbackInfo& info) {
  Napi::Uint8Array data = info[1].As<Napi::Uint8Array>();
  ssize_t count;
  do {
    count = WriteNow(Int(info, 0), data.Data(), data.ByteLength());
  } while (count == -1 && errno == EINTR);
  return Count(info.Env(), count, "write");
}

}  // namespace

void InitPoll(Napi::Object exports) {
  Export<PollCall>(exports, "poll");
  Export<Ppoll>(exports, "ppoll");
  Export<EpollFor>(exports, "epollFor");
  Export<EpollHas>(exports, "epollHas");
  Export<ReadNowCall>(exports, "readNow");
  Export<WriteNowCall>(exports, "writeNow");
}

}  // namespace posix_proc
