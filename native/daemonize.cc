// Which descriptors belong to event loops, for daemonize() to leave alone.

#include <uv.h>

#include <vector>

#include "seam.h"

namespace posix_proc {
namespace {

// handleDescriptors() → those of the live handles of this event loop.
Napi::Value HandleDescriptors(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  std::vector<int> found;
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        uv_os_fd_t fd;
        if (uv_fileno(handle, &fd) == 0)
          static_cast<std::vector<int>*>(data)->push_back(fd);
      },
      &found);
  Napi::Array fds = Napi::Array::New(env);
  for (uint32_t i = 0; i < found.size(); i++) fds.Set(i, found[i]);
  return fds;
}

}  // namespace

void InitDaemonize(Napi::Object exports) {
  Export<HandleDescriptors>(exports, "handleDescriptors");
}

}  // namespace posix_proc
