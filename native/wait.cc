// waitpid(2). The status word is taken apart in TypeScript, by the same bits
// as the macros of <sys/wait.h>.
//
// A wait for "any child" must leave the children of child_process alone: libuv
// reaps those by pid, and would wait for ever for one that is gone. As soon as
// there are such, the others are found in /proc and waited for one by one.
// Children that Workers started are told apart by the kernel (__WNOTHREAD).

#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "seam.h"

namespace posix_proc {
namespace {

std::vector<pid_t> LibuvChildren(Napi::Env env) {
  std::vector<pid_t> pids;
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        if (uv_handle_get_type(handle) == UV_PROCESS && uv_is_active(handle))
          static_cast<std::vector<pid_t>*>(data)->push_back(
              uv_process_get_pid(reinterpret_cast<uv_process_t*>(handle)));
      },
      &pids);
  return pids;
}

// Children of this thread that `pid` (-1, 0 or -pgid) means, less `foreign`.
// False: the kernel does not tell.
bool OwnChildren(pid_t pid, const std::vector<pid_t>& foreign,
                 std::vector<pid_t>* own) {
  char path[64];
  snprintf(path, sizeof(path), "/proc/self/task/%ld/children",
           syscall(SYS_gettid));
  FILE* file = fopen(path, "re");
  if (!file) return false;
  own->clear();
  for (pid_t child; fscanf(file, "%d", &child) == 1;) {
    if (std::count(foreign.begin(), foreign.end(), child)) continue;
    if (pid != -1 && getpgid(child) != (pid == 0 ? getpgrp() : -pid)) continue;
    own->push_back(child);
  }
  fclose(file);
  return true;
}

// Until one of them may have changed.
void AwaitChange(const std::vector<pid_t>& children, int options) {
  std::vector<pollfd> entries;
  for (pid_t child : children) {
    long fd = syscall(SYS_pidfd_open, child, 0);
    if (fd != -1) entries.push_back({static_cast<int>(fd), POLLIN, 0});
  }
  // A pidfd tells of the end only, and nothing tells of an adopted child.
  int subreaper = 0;
  prctl(PR_GET_CHILD_SUBREAPER, &subreaper);
  bool look = options & (WUNTRACED | WCONTINUED) || subreaper ||
              entries.size() < children.size();
  poll(entries.data(), entries.size(), look ? 10 : -1);
  for (const pollfd& entry : entries) close(entry.fd);
}

pid_t WaitAny(const std::vector<pid_t>& foreign, pid_t pid, int* status,
              int options) {
  std::vector<pid_t> own;
  for (;;) {
    if (!OwnChildren(pid, foreign, &own))
      return waitpid(pid, status, options | __WNOTHREAD);
    for (pid_t child : own) {
      pid_t result = waitpid(child, status, options | WNOHANG);
      if (result > 0) return result;
    }
    if (own.empty()) {
      errno = ECHILD;
      return -1;
    }
    if (options & WNOHANG) return 0;
    AwaitChange(own, options);
  }
}

// waitpid(pid, options) → [pid, status], or null for WNOHANG and nothing yet.
Napi::Value Waitpid(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int pid = Int(info, 0), options = Int(info, 1), status = 0, result;
  std::vector<pid_t> foreign;
  if (pid <= 0) foreign = LibuvChildren(env);
  do {
    result = pid > 0           ? waitpid(pid, &status, options)
             : foreign.empty() ? waitpid(pid, &status, options | __WNOTHREAD)
                               : WaitAny(foreign, pid, &status, options);
  } while (result == -1 && errno == EINTR);
  if (result == -1) return ThrowErrno(env, errno, "waitpid", pid);
  if (result == 0) return env.Null();
  Napi::Array pair = Napi::Array::New(env, 2);
  pair.Set(0u, result);
  pair.Set(1u, status);
  return pair;
}

}  // namespace

void InitWait(Napi::Object exports) { Export<Waitpid>(exports, "waitpid"); }

}  // namespace posix_proc
