// What a forked child does not take over from its parent's event loop.
//
// A handle that is let go keeps its libuv and JavaScript objects: only its
// descriptor is closed, by putting an inert one in its place, and it no longer
// keeps the loop alive. Nothing is sent to the other side, and no event tells
// inherited listeners of it.

#include <fcntl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "fork.h"

namespace posix_proc::fork {
namespace {

struct Walk {
  int inert;
  int error = 0;
};

// A timer that is never set: neither readable nor writable, for ever.
bool Open(Walk* walk) {
  walk->inert = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (walk->inert == -1) walk->error = errno;
  return walk->inert != -1;
}

void LetGo(uv_handle_t* handle, Walk* walk) {
  uv_os_fd_t fd;
  uv_unref(handle);
  if (uv_fileno(handle, &fd) == 0 && dup3(walk->inert, fd, O_CLOEXEC) == -1)
    walk->error = errno;
}

bool IsStandard(uv_handle_t* handle) {
  uv_os_fd_t fd;
  return uv_fileno(handle, &fd) == 0 && fd <= 2;
}

void LetProcessGo(uv_handle_t* handle, void* data) {
  switch (uv_handle_get_type(handle)) {
    case UV_PROCESS:
      uv_unref(handle);
      break;
    case UV_NAMED_PIPE:
      if (!reinterpret_cast<uv_pipe_t*>(handle)->ipc) break;
      uv_read_stop(reinterpret_cast<uv_stream_t*>(handle));
      LetGo(handle, static_cast<Walk*>(data));
      break;
    default:
      break;
  }
}

void LetHandleGo(uv_handle_t* handle, void* data) {
  if (uv_is_closing(handle) || IsStandard(handle)) return;
  switch (uv_handle_get_type(handle)) {
    case UV_TCP:
    case UV_NAMED_PIPE:
      uv_read_stop(reinterpret_cast<uv_stream_t*>(handle));
      LetGo(handle, static_cast<Walk*>(data));
      break;
    case UV_UDP:
      uv_udp_recv_stop(reinterpret_cast<uv_udp_t*>(handle));
      LetGo(handle, static_cast<Walk*>(data));
      break;
    case UV_FS_EVENT:
      uv_fs_event_stop(reinterpret_cast<uv_fs_event_t*>(handle));
      break;
    case UV_FS_POLL:
      uv_fs_poll_stop(reinterpret_cast<uv_fs_poll_t*>(handle));
      break;
    default:
      break;
  }
}

int WalkHandles(uv_loop_t* loop, uv_walk_cb callback) {
  Walk walk;
  if (!Open(&walk)) return walk.error;
  uv_walk(loop, callback, &walk);
  close(walk.inert);
  return walk.error;
}

}  // namespace

int LeaveProcessesToParent(uv_loop_t* loop) {
  return WalkHandles(loop, LetProcessGo);
}

int CloseHandles(uv_loop_t* loop) { return WalkHandles(loop, LetHandleGo); }

bool HasTimers(uv_loop_t* loop) {
  bool found = false;
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        if (uv_handle_get_type(handle) == UV_TIMER && uv_is_active(handle))
          *static_cast<bool*>(data) = true;
      },
      &found);
  return found;
}

}  // namespace posix_proc::fork
