// prctl(2), personality(2).

#include <sys/personality.h>
#include <sys/prctl.h>

#include "seam.h"

namespace posix_proc {
namespace {

template <int option>
Napi::Value Set(const Napi::CallbackInfo& info) {
  if (prctl(option, static_cast<long>(Int(info, 0)), 0L, 0L, 0L) == -1)
    return ThrowErrno(info.Env(), errno, "prctl");
  return info.Env().Undefined();
}

// What prctl() returns.
template <int option>
Napi::Value Get(const Napi::CallbackInfo& info) {
  return Result(info.Env(), prctl(option, 0L, 0L, 0L, 0L), "prctl");
}

// What it stores.
template <int option>
Napi::Value GetStored(const Napi::CallbackInfo& info) {
  int value = 0;
  if (prctl(option, &value, 0L, 0L, 0L) == -1)
    return ThrowErrno(info.Env(), errno, "prctl");
  return Napi::Number::New(info.Env(), value);
}

Napi::Value SetName(const Napi::CallbackInfo& info) {
  if (prctl(PR_SET_NAME, CString(info[0])) == -1)
    return ThrowErrno(info.Env(), errno, "prctl");
  return info.Env().Undefined();
}

Napi::Value GetName(const Napi::CallbackInfo& info) {
  char name[16];
  if (prctl(PR_GET_NAME, name) == -1)
    return ThrowErrno(info.Env(), errno, "prctl");
  return Napi::String::New(info.Env(), name);
}

Napi::Value Personality(const Napi::CallbackInfo& info) {
  int old = personality(info[0].As<Napi::Number>().Uint32Value());
  if (old == -1) return ThrowErrno(info.Env(), errno, "personality");
  return Napi::Number::New(info.Env(), static_cast<unsigned>(old));
}

}  // namespace

void InitPrctl(Napi::Object exports) {
  Export<Set<PR_SET_CHILD_SUBREAPER>>(exports, "setChildSubreaper");
  Export<GetStored<PR_GET_CHILD_SUBREAPER>>(exports, "getChildSubreaper");
  Export<Set<PR_SET_PDEATHSIG>>(exports, "setPdeathsig");
  Export<GetStored<PR_GET_PDEATHSIG>>(exports, "getPdeathsig");
  Export<SetName>(exports, "setName");
  Export<GetName>(exports, "getName");
  Export<Set<PR_SET_NO_NEW_PRIVS>>(exports, "setNoNewPrivs");
  Export<Get<PR_GET_NO_NEW_PRIVS>>(exports, "getNoNewPrivs");
  Export<Set<PR_SET_DUMPABLE>>(exports, "setDumpable");
  Export<Get<PR_GET_DUMPABLE>>(exports, "getDumpable");
  Export<Set<PR_SET_KEEPCAPS>>(exports, "setKeepcaps");
  Export<Get<PR_GET_KEEPCAPS>>(exports, "getKeepcaps");
  Export<Personality>(exports, "personality");
}

}  // namespace posix_proc
