// getrusage(2), times(2), clock_gettime(2), clock_getcpuclockid(3), sysconf(3),
// getloadavg(3).

#include <stdlib.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#include "rusage.h"
#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Getrusage(const Napi::CallbackInfo& info) {
  rusage usage;
  if (getrusage(static_cast<__rusage_who>(Int(info, 0)), &usage) == -1)
    return ThrowErrno(info.Env(), errno, "getrusage");
  return Rusage(info.Env(), usage);
}

Napi::Value Times(const Napi::CallbackInfo& info) {
  struct tms tms;
  // -1 is a time like any other: there is no error on Linux.
  clock_t elapsed = times(&tms);
  double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  Napi::Object object = Napi::Object::New(info.Env());
  auto set = [&](const char* name, clock_t value) {
    object.Set(name, static_cast<double>(value) / ticks);
  };
  set("utime", tms.tms_utime);
  set("stime", tms.tms_stime);
  set("cutime", tms.tms_cutime);
  set("cstime", tms.tms_cstime);
  set("elapsed", elapsed);
  return object;
}

Napi::Value ClockGettime(const Napi::CallbackInfo& info) {
  timespec time;
  if (clock_gettime(Int(info, 0), &time) == -1)
    return ThrowErrno(info.Env(), errno, "clock_gettime");
  return Napi::BigInt::New(info.Env(),
                           int64_t{time.tv_sec} * 1000000000 + time.tv_nsec);
}

Napi::Value ClockGetcpuclockid(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  clockid_t clock = 0;
  // glibc shifts the pid by three bits: one that no process can have may come
  // out as a clock of ours.
  bool possible = pid >= 0 && pid < 1 << 22;  // PID_MAX_LIMIT
  if (int error = possible ? clock_getcpuclockid(pid, &clock) : ESRCH)
    return ThrowErrno(info.Env(), error, "clock_getcpuclockid", pid);
  return Napi::Number::New(info.Env(), clock);
}

// sysconf(name) → bigint, or null where there is no limit, or none is known.
Napi::Value Sysconf(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  errno = 0;
  long value = sysconf(Int(info, 0));
  if (value != -1) return Napi::BigInt::New(env, int64_t{value});
  if (errno != 0) return ThrowErrno(env, errno, "sysconf");
  return env.Null();
}

Napi::Value Getloadavg(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  double load[3];
  // It reads /proc.
  if (getloadavg(load, 3) != 3) return ThrowErrno(env, errno, "getloadavg");
  Napi::Array array = Napi::Array::New(env, 3);
  for (uint32_t i = 0; i < 3; i++) array.Set(i, load[i]);
  return array;
}

}  // namespace

void InitUsage(Napi::Object exports) {
  Export<Getrusage>(exports, "getrusage");
  Export<Times>(exports, "times");
  Export<ClockGettime>(exports, "clock_gettime");
  Export<ClockGetcpuclockid>(exports, "clock_getcpuclockid");
  Export<Sysconf>(exports, "sysconf");
  Export<Getloadavg>(exports, "getloadavg");
}

}  // namespace posix_proc
