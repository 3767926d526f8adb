// getrlimit(2), setrlimit(2), prlimit(2).

#include <sys/resource.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Pair(Napi::Env env, const rlimit& limit) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("soft", Napi::BigInt::New(env, uint64_t{limit.rlim_cur}));
  object.Set("hard", Napi::BigInt::New(env, uint64_t{limit.rlim_max}));
  return object;
}

rlimit Limit(const Napi::Value& soft, const Napi::Value& hard) {
  bool lossless;
  return {soft.As<Napi::BigInt>().Uint64Value(&lossless),
          hard.As<Napi::BigInt>().Uint64Value(&lossless)};
}

__rlimit_resource Resource(const Napi::CallbackInfo& info, size_t index) {
  return static_cast<__rlimit_resource>(Int(info, index));
}

Napi::Value Getrlimit(const Napi::CallbackInfo& info) {
  rlimit limit;
  if (getrlimit(Resource(info, 0), &limit) == -1)
    return ThrowErrno(info.Env(), errno, "getrlimit");
  return Pair(info.Env(), limit);
}

// setrlimit(resource, soft: bigint, hard: bigint)
Napi::Value Setrlimit(const Napi::CallbackInfo& info) {
  rlimit limit = Limit(info[1], info[2]);
  if (setrlimit(Resource(info, 0), &limit) == -1)
    return ThrowErrno(info.Env(), errno, "setrlimit");
  return info.Env().Undefined();
}

// prlimit(pid, resource[, soft: bigint, hard: bigint])
Napi::Value Prlimit(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  rlimit fresh, old;
  if (info.Length() > 2) fresh = Limit(info[2], info[3]);
  if (prlimit(pid, Resource(info, 1), info.Length() > 2 ? &fresh : nullptr,
              &old) == -1)
    return ThrowErrno(info.Env(), errno, "prlimit", pid);
  return Pair(info.Env(), old);
}

}  // namespace

void InitLimits(Napi::Object exports) {
  Export<Getrlimit>(exports, "getrlimit");
  Export<Setrlimit>(exports, "setrlimit");
  Export<Prlimit>(exports, "prlimit");
}

}  // namespace posix_proc
