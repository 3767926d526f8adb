#include "inherit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <uv.h>

#include <cstdio>

namespace posix_proc {
namespace {

// fstat() is newer than our floor in glibc.
bool Stat(int fd, struct stat* it) { return syscall(SYS_fstat, fd, it) == 0; }

// Does libuv read from what `fd` is?
bool IsRead(Napi::Env env, int fd) {
  struct Search {
    struct stat wanted;
    bool found;
  } search = {};
  if (!Stat(fd, &search.wanted)) return false;
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        Search* search = static_cast<Search*>(data);
        uv_handle_type type = uv_handle_get_type(handle);
        if (type != UV_NAMED_PIPE && type != UV_TCP) return;
        struct stat it;
        uv_os_fd_t fd;
        if (uv_fileno(handle, &fd) == 0 && Stat(fd, &it) &&
            it.st_ino == search->wanted.st_ino &&
            it.st_dev == search->wanted.st_dev &&
            reinterpret_cast<uv_stream_t*>(handle)->read_cb)
          search->found = true;
      },
      &search);
  return search.found;
}

}  // namespace

int OpenBlocking(int fd, int status) {
  struct stat it;
  if (!Stat(fd, &it) || !S_ISFIFO(it.st_mode)) return -1;
  char path[32];
  snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
  // Without O_NONBLOCK it would wait for the pipe's other end.
  int again = open(path, (status & O_ACCMODE) | O_NONBLOCK | O_CLOEXEC);
  if (again == -1) return -1;
  fcntl(again, F_SETFL, status & ~O_NONBLOCK);
  int copy = fcntl(again, F_DUPFD_CLOEXEC, 3);
  close(again);
  return copy;
}

void MakeBlocking(Napi::Env env, int fd, int status) {
  if (!IsRead(env, fd)) fcntl(fd, F_SETFL, status & ~O_NONBLOCK);
}

}  // namespace posix_proc
