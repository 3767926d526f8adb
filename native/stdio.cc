// Flushing stdout and stderr before fork or exec, as fflush(NULL) does in C.
//
// A pipe or socket under process.stdout is written asynchronously: bytes that
// the reader has not taken yet wait in libuv's queue. Writing them through
// libuv would run JavaScript callbacks in the middle of our call, so they are
// written here, directly, and libuv's buffers are left empty: its own next
// attempt writes nothing and completes the request at its usual time.

#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <uv.h>

#include <cstddef>
#include <set>
#include <vector>

#include "seam.h"

namespace posix_proc {
namespace {

int64_t NowMs() { return static_cast<int64_t>(uv_hrtime() / 1000000); }

// Writes all of it, waiting for the reader until `deadline`. `base` and
// `length` are left at what remains; an errno or 0.
int WriteAll(int fd, char** base, size_t* length, int64_t deadline) {
  while (*length > 0) {
    ssize_t count = write(fd, *base, *length);
    if (count >= 0) {
      *base += count;
      *length -= static_cast<size_t>(count);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return errno;
    int64_t left = deadline - NowMs();
    if (left <= 0) return ETIMEDOUT;
    pollfd entry = {fd, POLLOUT, 0};
    poll(&entry, 1, static_cast<int>(left));
  }
  return 0;
}

struct Flush {
  int64_t deadline;
  int ttys;     // which of the two are terminals
  int streams;  // bit 1: there is a stream on fd 1, bit 2: on fd 2
  int error;
};

void FlushHandle(uv_handle_t* handle, void* data) {
  Flush* flush = static_cast<Flush*>(data);
  uv_handle_type type = uv_handle_get_type(handle);
  // Written at once, but a stream that is corked holds on to its chunks.
  if (type == UV_TTY) flush->streams |= flush->ttys;
  if (type != UV_NAMED_PIPE && type != UV_TCP) return;
  uv_os_fd_t fd;
  if (uv_fileno(handle, &fd) != 0 || (fd != 1 && fd != 2)) return;
  flush->streams |= fd;
  uv_stream_t* stream = reinterpret_cast<uv_stream_t*>(handle);
  uv__queue* head = &stream->write_queue;
  for (uv__queue* q = head->next; q != head; q = q->next) {
    uv_write_t* request = reinterpret_cast<uv_write_t*>(
        reinterpret_cast<char*>(q) - offsetof(uv_write_t, queue));
    for (unsigned i = request->write_index; i < request->nbufs; i++) {
      uv_buf_t* buf = &request->bufs[i];
      size_t before = buf->len;
      int error = WriteAll(fd, &buf->base, &buf->len, flush->deadline);
      stream->write_queue_size -= before - buf->len;
      if (error == ETIMEDOUT) flush->error = error;
      // Any other error means that the reader is gone: libuv's own attempt
      // finds that out too, and tells the stream.
      if (error != 0) return;
    }
    request->write_index = request->nbufs - 1;
  }
}

// flushStdio(timeoutMs) → bit mask of the descriptors (1, 2) that may have a
// stream, whose JavaScript side may hold more; ETIMEDOUT when nobody reads.
Napi::Value FlushStdio(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  Flush flush = {NowMs() + Int(info, 0), 0, 0, 0};
  for (int fd : {1, 2}) {
    struct stat status;
    if (syscall(SYS_fstat, fd, &status) == -1) continue;
    if (S_ISREG(status.st_mode)) flush.streams |= fd;  // no handle of libuv's
    if (S_ISCHR(status.st_mode) && isatty(fd)) flush.ttys |= fd;
  }
  uv_walk(loop, FlushHandle, &flush);
  if (flush.error != 0) return ThrowErrno(env, flush.error, "write");
  return Napi::Number::New(env, flush.streams);
}

// writeAll(fd, bytes, timeoutMs) → [bytes written, error]. Fewer are written
// than given when nobody has read for timeoutMs (ETIMEDOUT) or nobody ever
// will.
Napi::Value WriteAllBytes(const Napi::CallbackInfo& info) {
  Napi::Uint8Array data = info[1].As<Napi::Uint8Array>();
  char* base = reinterpret_cast<char*>(data.Data());
  size_t left = data.ByteLength();
  int error = WriteAll(Int(info, 0), &base, &left, NowMs() + Int(info, 2));
  Napi::Array pair = Napi::Array::New(info.Env(), 2);
  pair.Set(0u, static_cast<double>(data.ByteLength() - left));
  pair.Set(1u, error);
  return pair;
}

// standardTerminals() → the descriptors that libuv has for terminals which are
// standard input, output or error: it opens those anew.
Napi::Value StandardTerminals(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  struct Found {
    std::set<dev_t> terminals;
    std::vector<int> fds;
  } found;
  struct stat status;
  for (int fd : {0, 1, 2}) {
    if (isatty(fd) && syscall(SYS_fstat, fd, &status) == 0)
      found.terminals.insert(status.st_rdev);
  }
  auto find = [](uv_handle_t* handle, void* data) {
    Found* found = static_cast<Found*>(data);
    uv_os_fd_t fd;
    struct stat status;
    if (uv_handle_get_type(handle) == UV_TTY && uv_fileno(handle, &fd) == 0 &&
        syscall(SYS_fstat, fd, &status) == 0 &&
        found->terminals.count(status.st_rdev))
      found->fds.push_back(fd);
  };
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(loop, find, &found);
  Napi::Array fds = Napi::Array::New(env);
  for (uint32_t i = 0; i < found.fds.size(); i++) fds.Set(i, found.fds[i]);
  return fds;
}

}  // namespace

void InitStdio(Napi::Object exports) {
  Export<FlushStdio>(exports, "flushStdio");
  Export<WriteAllBytes>(exports, "writeAll");
  Export<StandardTerminals>(exports, "standardTerminals");
}

}  // namespace posix_proc
