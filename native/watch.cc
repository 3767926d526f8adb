// Watching a descriptor on the event loop: the ground of every …Async call.
// No thread-pool slot is held; the watch keeps the loop alive until unwatch,
// unless it is told not to.

#include <sys/epoll.h>
#include <unistd.h>
#include <uv.h>

#include <set>

#include "seam.h"

namespace posix_proc {
namespace {

struct Watch;

// Of an environment. A watch is deleted when the loop has closed its handle,
// which may be after the environment's end: nothing of JavaScript is in it
// then.
struct Watches {
  std::set<Watch*> all;
  std::set<int> held;  // descriptors to be closed at its end
  Napi::AsyncContext context;

  explicit Watches(Napi::Env env) : context(env, "posix-proc.watch") {}
};

struct Watch {
  uv_poll_t poll;
  Napi::FunctionReference callback;
  Watches* owner;
};

Watches* Of(Napi::Env env) { return env.GetInstanceData<Watches>(); }

void Close(Watch* watch) {
  watch->owner->all.erase(watch);
  watch->callback.Reset();
  uv_close(reinterpret_cast<uv_handle_t*>(&watch->poll),
           [](uv_handle_t* h) { delete static_cast<Watch*>(h->data); });
}

void CloseAll(Watches* watches) {
  while (!watches->all.empty()) Close(*watches->all.begin());
}

// No JavaScript is left that could close anything.
void End(Watches* watches) {
  CloseAll(watches);
  for (int fd : watches->held) close(fd);
}

void OnReady(uv_poll_t* handle, int, int) {
  Watch* watch = static_cast<Watch*>(handle->data);
  CallFromLoop(watch->callback, watch->owner->context);
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

// watch(fd, callback) → handle. The callback runs each time fd is readable, at
// its end or in error, until unwatch(handle).
Napi::Value StartWatch(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  Watch* watch = new Watch;
  int error = uv_poll_init(loop, &watch->poll, Int(info, 0));
  if (error == 0) {
    watch->poll.data = watch;
    watch->callback = Napi::Persistent(info[1].As<Napi::Function>());
    watch->owner = Of(env);
    watch->owner->all.insert(watch);
    error = uv_poll_start(&watch->poll, UV_READABLE, OnReady);
    if (error == 0) error = Register(loop, Int(info, 0));
    if (error == 0) return Napi::External<Watch>::New(env, watch);
    Close(watch);
  } else {
    delete watch;
  }
  return ThrowErrno(env, -error, "poll");
}

Napi::Value Unwatch(const Napi::CallbackInfo& info) {
  Watch* watch = info[0].As<Napi::External<Watch>>().Data();
  if (Of(info.Env())->all.count(watch)) Close(watch);
  return info.Env().Undefined();
}

// refWatch(handle, on): whether it keeps the loop alive.
Napi::Value RefWatch(const Napi::CallbackInfo& info) {
  Watch* watch = info[0].As<Napi::External<Watch>>().Data();
  auto* handle = reinterpret_cast<uv_handle_t*>(&watch->poll);
  if (info[1].ToBoolean())
    uv_ref(handle);
  else
    uv_unref(handle);
  return info.Env().Undefined();
}

Napi::Value UnwatchAll(const Napi::CallbackInfo& info) {
  CloseAll(Of(info.Env()));
  return info.Env().Undefined();
}

// holdFd(fd): when the environment ends before closeHeld(fd), fd is closed.
Napi::Value HoldFd(const Napi::CallbackInfo& info) {
  Of(info.Env())->held.insert(Int(info, 0));
  return info.Env().Undefined();
}

Napi::Value CloseHeld(const Napi::CallbackInfo& info) {
  Of(info.Env())->held.erase(Int(info, 0));
  close(Int(info, 0));
  return info.Env().Undefined();
}

}  // namespace

void InitWatch(Napi::Object exports) {
  Napi::Env env = exports.Env();
  auto* watches = new Watches(env);
  env.SetInstanceData(watches);
  env.AddCleanupHook(End, watches);
  Export<StartWatch>(exports, "watch");
  Export<Unwatch>(exports, "unwatch");
  Export<RefWatch>(exports, "refWatch");
  Export<UnwatchAll>(exports, "unwatchAll");
  Export<HoldFd>(exports, "holdFd");
  Export<CloseHeld>(exports, "closeHeld");
}

}  // namespace posix_proc
