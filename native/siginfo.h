// A siginfo_t as src/internal/siginfo.ts takes it.
#pragma once

#include <napi.h>
#include <signal.h>

namespace posix_proc {

inline Napi::Value Address(Napi::Env env, const siginfo_t& info) {
  return Napi::BigInt::New(
      env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(info.si_addr)));
}

// [signo, code, pid, uid, status, value, utime, stime, addr]. They share
// memory: which of them mean anything depends on the signal and its code.
inline Napi::Array SigInfo(Napi::Env env, const siginfo_t& info) {
  Napi::Array fields = Napi::Array::New(env, 9);
  fields.Set(0u, info.si_signo);
  fields.Set(1u, info.si_code);
  fields.Set(2u, info.si_pid);
  fields.Set(3u, info.si_uid);
  fields.Set(4u, info.si_status);
  fields.Set(5u, info.si_value.sival_int);
  if (info.si_code <= 0) return fields;  // sent, not raised by the kernel
  fields.Set(6u, static_cast<double>(info.si_utime));
  fields.Set(7u, static_cast<double>(info.si_stime));
  fields.Set(8u, Address(env, info));
  return fields;
}

}  // namespace posix_proc
