// Watching a descriptor on the event loop: the ground of every …Async call.
// No thread-pool slot is held; the watch keeps the loop alive until unwatch.

#include <sys/epoll.h>
#include <uv.h>

#include <set>

#include "seam.h"

namespace posix_proc {
namespace {

struct Watch {
  uv_poll_t poll;
  Napi::FunctionReference callback;
  Napi::AsyncContext context;
  // The environment's set, so that unwatchAll() and its teardown find it.
  std::set<Watch*>* all;

  Watch(Napi::Env env, std::set<Watch*>* set)
      : context(env, "posix-proc.watch"), all(set) {}
};

void Close(Watch* watch) {
  watch->all->erase(watch);
  watch->callback.Reset();
  uv_close(reinterpret_cast<uv_handle_t*>(&watch->poll),
           [](uv_handle_t* h) { delete static_cast<Watch*>(h->data); });
}

void CloseAll(std::set<Watch*>* all) {
  while (!all->empty()) Close(*all->begin());
}

void OnReady(uv_poll_t* handle, int, int) {
  Watch* watch = static_cast<Watch*>(handle->data);
  CallFromLoop(watch->callback, watch->context);
}

// libuv would do it later, and abort if it cannot: EINVAL, where an open file
// is in 500 epoll instances already.
int Register(uv_loop_t* loop, int fd) {
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = fd;
  int result = epoll_ctl(uv_backend_fd(loop), EPOLL_CTL_ADD, fd, &event);
  return result == 0 || errno == EEXIST ? 0 : -errno;
}

// watch(fd, callback) → handle. The callback runs each time fd is readable,
// at its end or in error, until unwatch(handle).
Napi::Value StartWatch(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  auto* all = env.GetInstanceData<std::set<Watch*>>();
  Watch* watch = new Watch(env, all);
  int error = uv_poll_init(loop, &watch->poll, Int(info, 0));
  if (error == 0) {
    watch->poll.data = watch;
    watch->callback = Napi::Persistent(info[1].As<Napi::Function>());
    error = uv_poll_start(&watch->poll, UV_READABLE, OnReady);
    if (error == 0) error = Register(loop, Int(info, 0));
    all->insert(watch);
    if (error == 0) return Napi::External<Watch>::New(env, watch);
    Close(watch);
  } else {
    delete watch;
  }
  return ThrowErrno(env, -error, "poll");
}

Napi::Value Unwatch(const Napi::CallbackInfo& info) {
  auto* all = info.Env().GetInstanceData<std::set<Watch*>>();
  Watch* watch = info[0].As<Napi::External<Watch>>().Data();
  if (all->count(watch)) Close(watch);
  return info.Env().Undefined();
}

Napi::Value UnwatchAll(const Napi::CallbackInfo& info) {
  CloseAll(info.Env().GetInstanceData<std::set<Watch*>>());
  return info.Env().Undefined();
}

}  // namespace

void InitWatch(Napi::Object exports) {
  Napi::Env env = exports.Env();
  auto* all = new std::set<Watch*>;
  env.SetInstanceData(all);
  env.AddCleanupHook(CloseAll, all);
  Export<StartWatch>(exports, "watch");
  Export<Unwatch>(exports, "unwatch");
  Export<UnwatchAll>(exports, "unwatchAll");
}

}  // namespace posix_proc
