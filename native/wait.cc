// waitpid(2). The status word is taken apart in TypeScript, by the same bits
// as the macros of <sys/wait.h>.

#include <sys/wait.h>

#include "seam.h"

namespace posix_proc {
namespace {

// waitpid(pid, options) → [pid, status], or null for WNOHANG and nothing yet.
Napi::Value Waitpid(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int pid = Int(info, 0), options = Int(info, 1), status = 0, result;
  do {
    result = waitpid(pid, &status, options);
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
