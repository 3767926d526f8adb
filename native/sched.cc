// nice(2), getpriority(2), setpriority(2), sched_setaffinity(2), getcpu(2),
// sched_setscheduler(2) and its kin, ioprio_set(2). On Linux all of them are
// a thread's, whatever POSIX says of nice.

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "seam.h"

namespace posix_proc {
namespace {

// For what returns -1 as a value too: errno tells, and was 0 before.
Napi::Value Priority(Napi::Env env, int value, const char* syscall) {
  if (value == -1 && errno != 0) return ThrowErrno(env, errno, syscall);
  return Napi::Number::New(env, value);
}

Napi::Value Nice(const Napi::CallbackInfo& info) {
  errno = 0;
  return Priority(info.Env(), nice(Int(info, 0)), "nice");
}

Napi::Value Getpriority(const Napi::CallbackInfo& info) {
  auto which = static_cast<__priority_which>(Int(info, 0));
  id_t who = info[1].As<Napi::Number>().Uint32Value();
  errno = 0;
  return Priority(info.Env(), getpriority(which, who), "getpriority");
}

Napi::Value Setpriority(const Napi::CallbackInfo& info) {
  auto which = static_cast<__priority_which>(Int(info, 0));
  id_t who = info[1].As<Napi::Number>().Uint32Value();
  if (setpriority(which, who, Int(info, 2)) == -1)
    return ThrowErrno(info.Env(), errno, "setpriority");
  return info.Env().Undefined();
}

// A mask of as many words as the kernel wants: a cpu_set_t ends at CPU 1023.
constexpr size_t kBits = 8 * sizeof(unsigned long);

Napi::Value SchedGetaffinity(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int pid = Int(info, 0);
  std::vector<unsigned long> words(16);
  long bytes;
  while ((bytes = syscall(SYS_sched_getaffinity, pid, words.size() * kBits / 8,
                          words.data())) == -1) {
    if (errno != EINVAL || words.size() > 65536)
      return ThrowErrno(env, errno, "sched_getaffinity", pid);
    words.resize(2 * words.size());  // too short
  }
  Napi::Array cpus = Napi::Array::New(env);
  for (size_t cpu = 0; cpu < static_cast<size_t>(bytes) * 8; cpu++)
    if (words[cpu / kBits] >> cpu % kBits & 1)
      cpus.Set(cpus.Length(), static_cast<uint32_t>(cpu));
  return cpus;
}

// sched_setaffinity(pid, cpus: Uint32Array)
Napi::Value SchedSetaffinity(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  Napi::Uint32Array cpus = info[1].As<Napi::Uint32Array>();
  std::vector<unsigned long> words(1);
  for (size_t i = 0; i < cpus.ElementLength(); i++) {
    words.resize(std::max(words.size(), cpus[i] / kBits + 1));
    words[cpus[i] / kBits] |= 1UL << cpus[i] % kBits;
  }
  if (syscall(SYS_sched_setaffinity, pid, words.size() * kBits / 8,
              words.data()) == -1)
    return ThrowErrno(info.Env(), errno, "sched_setaffinity", pid);
  return info.Env().Undefined();
}

Napi::Value SchedGetscheduler(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0), policy = sched_getscheduler(pid);
  if (policy == -1)
    return ThrowErrno(info.Env(), errno, "sched_getscheduler", pid);
  return Napi::Number::New(info.Env(), policy);
}

Napi::Value SchedSetscheduler(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  sched_param param = {};
  param.sched_priority = Int(info, 2);
  if (sched_setscheduler(pid, Int(info, 1), &param) == -1)
    return ThrowErrno(info.Env(), errno, "sched_setscheduler", pid);
  return info.Env().Undefined();
}

Napi::Value SchedGetparam(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  sched_param param;
  if (sched_getparam(pid, &param) == -1)
    return ThrowErrno(info.Env(), errno, "sched_getparam", pid);
  return Napi::Number::New(info.Env(), param.sched_priority);
}

Napi::Value SchedSetparam(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  sched_param param = {};
  param.sched_priority = Int(info, 1);
  if (sched_setparam(pid, &param) == -1)
    return ThrowErrno(info.Env(), errno, "sched_setparam", pid);
  return info.Env().Undefined();
}

Napi::Value SchedGetPriorityMin(const Napi::CallbackInfo& info) {
  return Result(info.Env(), sched_get_priority_min(Int(info, 0)),
                "sched_get_priority_min");
}

Napi::Value SchedGetPriorityMax(const Napi::CallbackInfo& info) {
  return Result(info.Env(), sched_get_priority_max(Int(info, 0)),
                "sched_get_priority_max");
}

Napi::Value SchedRrGetInterval(const Napi::CallbackInfo& info) {
  int pid = Int(info, 0);
  timespec time;
  if (sched_rr_get_interval(pid, &time) == -1)
    return ThrowErrno(info.Env(), errno, "sched_rr_get_interval", pid);
  return Napi::BigInt::New(info.Env(),
                           int64_t{time.tv_sec} * 1000000000 + time.tv_nsec);
}

Napi::Value SchedYield(const Napi::CallbackInfo& info) {
  sched_yield();  // always succeeds
  return info.Env().Undefined();
}

Napi::Value Getcpu(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  unsigned cpu, node;
  // glibc has getcpu() since 2.29 only.
  if (syscall(SYS_getcpu, &cpu, &node, nullptr) == -1)
    return ThrowErrno(env, errno, "getcpu");
  Napi::Object object = Napi::Object::New(env);
  object.Set("cpu", cpu);
  object.Set("node", node);
  return object;
}

// glibc has no functions for these two.
Napi::Value IoprioGet(const Napi::CallbackInfo& info) {
  long value = syscall(SYS_ioprio_get, Int(info, 0),
                       info[1].As<Napi::Number>().Uint32Value());
  return Result(info.Env(), static_cast<int>(value), "ioprio_get");
}

Napi::Value IoprioSet(const Napi::CallbackInfo& info) {
  if (syscall(SYS_ioprio_set, Int(info, 0),
              info[1].As<Napi::Number>().Uint32Value(), Int(info, 2)) == -1)
    return ThrowErrno(info.Env(), errno, "ioprio_set");
  return info.Env().Undefined();
}

}  // namespace

void InitSched(Napi::Object exports) {
  Export<Nice>(exports, "nice");
  Export<Getpriority>(exports, "getpriority");
  Export<Setpriority>(exports, "setpriority");
  Export<SchedGetaffinity>(exports, "sched_getaffinity");
  Export<SchedSetaffinity>(exports, "sched_setaffinity");
  Export<SchedGetscheduler>(exports, "sched_getscheduler");
  Export<SchedSetscheduler>(exports, "sched_setscheduler");
  Export<SchedGetparam>(exports, "sched_getparam");
  Export<SchedSetparam>(exports, "sched_setparam");
  Export<SchedGetPriorityMin>(exports, "sched_get_priority_min");
  Export<SchedGetPriorityMax>(exports, "sched_get_priority_max");
  Export<SchedRrGetInterval>(exports, "sched_rr_get_interval");
  Export<SchedYield>(exports, "sched_yield");
  Export<Getcpu>(exports, "getcpu");
  Export<IoprioGet>(exports, "ioprio_get");
  Export<IoprioSet>(exports, "ioprio_set");
}

}  // namespace posix_proc
