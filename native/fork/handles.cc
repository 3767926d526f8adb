// What a forked child does not take over from its parent's event loop.
//
// A handle that is let go keeps its libuv and JavaScript objects: only its
// descriptor is closed, by putting an inert one in its place, and it no longer
// keeps the loop alive. Nothing is sent to the other side, and no event tells
// inherited listeners of it. A request that was under way on it fails on the
// next turn, for libuv and Node count their requests; JavaScript has muted its
// callback (src/posix/fork/child.ts).

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

void Unlink(uv__queue* node) {
  node->prev->next = node->next;
  node->next->prev = node->prev;
  node->next = node->prev = node;
}

// As uv__io_stop() does: even an event that was fetched before the fork, and
// waits for its turn now, finds no watcher any more.
void Silence(uv_loop_t* loop, uv__io_t* watcher) {
  watcher->pevents = watcher->events = 0;
  Unlink(&watcher->watcher_queue);
  unsigned fd = static_cast<unsigned>(watcher->fd);
  if (fd >= loop->nwatchers || loop->watchers[fd] != watcher) return;
  loop->watchers[fd] = nullptr;
  loop->nfds--;
}

// As uv__io_feed() does.
void Feed(uv_loop_t* loop, uv__io_t* watcher) {
  uv__queue* node = &watcher->pending_queue;
  Unlink(node);
  uv__queue* head = &loop->pending_queue;
  node->next = head;
  node->prev = head->prev;
  node->prev->next = node;
  head->prev = node;
}

void LetGo(uv_handle_t* handle, uv__io_t* watcher, Walk* walk) {
  if (watcher->fd < 0) return;
  Silence(handle->loop, watcher);
  uv_unref(handle);
  if (dup3(walk->inert, watcher->fd, O_CLOEXEC) == -1) walk->error = errno;
}

void LetStreamGo(uv_handle_t* handle, Walk* walk) {
  uv_stream_t* stream = reinterpret_cast<uv_stream_t*>(handle);
  LetGo(handle, &stream->io_watcher, walk);
  if (stream->connect_req)
    stream->delayed_error = UV_ECANCELED;
  else if (stream->write_queue.next == &stream->write_queue &&
           !stream->shutdown_req)
    return;
  Feed(handle->loop, &stream->io_watcher);
}

bool IsStandard(uv_handle_t* handle) {
  uv_os_fd_t fd;
  return uv_fileno(handle, &fd) == 0 && fd <= 2;
}

void LetProcessGo(uv_handle_t* handle, void* data) {
  if (uv_handle_get_type(handle) == UV_PROCESS) uv_unref(handle);
  if (uv_handle_get_type(handle) != UV_NAMED_PIPE) return;
  if (reinterpret_cast<uv_pipe_t*>(handle)->ipc)
    LetStreamGo(handle, static_cast<Walk*>(data));
}

void LetHandleGo(uv_handle_t* handle, void* data) {
  if (uv_is_closing(handle) || IsStandard(handle)) return;
  switch (uv_handle_get_type(handle)) {
    case UV_TCP:
    case UV_NAMED_PIPE:
      LetStreamGo(handle, static_cast<Walk*>(data));
      break;
    case UV_UDP:
      LetGo(handle, &reinterpret_cast<uv_udp_t*>(handle)->io_watcher,
            static_cast<Walk*>(data));
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
