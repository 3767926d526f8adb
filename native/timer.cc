// alarm(2), setitimer(2), timer_create(2), timerfd_create(2). Times are handed
// over as whole microseconds: numbers that are exact for 285 years.

#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

constexpr int64_t kSecond = 1000000;

int64_t Micros(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::Number>().Int64Value();
}

// [value, interval]
Napi::Value Pair(Napi::Env env, int64_t value, int64_t interval) {
  Napi::Array pair = Napi::Array::New(env, 2);
  pair.Set(0u, static_cast<double>(value));
  pair.Set(1u, static_cast<double>(interval));
  return pair;
}

// ---- the process's own timers

timeval ToTimeval(int64_t micros) {
  return {micros / kSecond, micros % kSecond};
}

Napi::Value ToPair(Napi::Env env, const itimerval& time) {
  return Pair(env, time.it_value.tv_sec * kSecond + time.it_value.tv_usec,
              time.it_interval.tv_sec * kSecond + time.it_interval.tv_usec);
}

// alarm(seconds) → the seconds that were left of the one before
Napi::Value Alarm(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(),
                           alarm(info[0].As<Napi::Number>().Uint32Value()));
}

// glibc's setitimer() and getitimer() want an enum in C++.
__itimer_which_t Which(const Napi::CallbackInfo& info) {
  return static_cast<__itimer_which_t>(Int(info, 0));
}

// setitimer(which, value, interval) → the old pair
Napi::Value Setitimer(const Napi::CallbackInfo& info) {
  itimerval time = {ToTimeval(Micros(info, 2)), ToTimeval(Micros(info, 1))};
  itimerval old;
  if (setitimer(Which(info), &time, &old) == -1)
    return ThrowErrno(info.Env(), errno, "setitimer");
  return ToPair(info.Env(), old);
}

Napi::Value Getitimer(const Napi::CallbackInfo& info) {
  itimerval time;
  if (getitimer(Which(info), &time) == -1)
    return ThrowErrno(info.Env(), errno, "getitimer");
  return ToPair(info.Env(), time);
}

// ---- POSIX timers. By syscall(), for the kernel's number is what a signal
// brings, and glibc's functions were in a library of their own before 2.34.

timespec ToTimespec(int64_t micros) {
  return {micros / kSecond, micros % kSecond * 1000};
}

itimerspec ToSpec(int64_t value, int64_t interval) {
  return {ToTimespec(interval), ToTimespec(value)};
}

// Up, so that a timer that runs is never said to stand.
int64_t ToMicros(const timespec& time) {
  return time.tv_sec * kSecond + (time.tv_nsec + 999) / 1000;
}

Napi::Value ToPair(Napi::Env env, const itimerspec& time) {
  return Pair(env, ToMicros(time.it_value), ToMicros(time.it_interval));
}

// timer_create(clock, signo, value) → its number. A signo of 0: C's null
// pointer.
Napi::Value TimerCreate(const Napi::CallbackInfo& info) {
  sigevent event = {};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = Int(info, 1);
  event.sigev_value.sival_int = Int(info, 2);
  int timer;
  if (syscall(SYS_timer_create, Int(info, 0),
              event.sigev_signo ? &event : nullptr, &timer) == -1)
    return ThrowErrno(info.Env(), errno, "timer_create");
  return Napi::Number::New(info.Env(), timer);
}

// timer_settime(timer, flags, value, interval) → the old pair
Napi::Value TimerSettime(const Napi::CallbackInfo& info) {
  itimerspec time = ToSpec(Micros(info, 2), Micros(info, 3)), old;
  if (syscall(SYS_timer_settime, Int(info, 0), Int(info, 1), &time, &old) == -1)
    return ThrowErrno(info.Env(), errno, "timer_settime");
  return ToPair(info.Env(), old);
}

Napi::Value TimerGettime(const Napi::CallbackInfo& info) {
  itimerspec time;
  if (syscall(SYS_timer_gettime, Int(info, 0), &time) == -1)
    return ThrowErrno(info.Env(), errno, "timer_gettime");
  return ToPair(info.Env(), time);
}

Napi::Value TimerGetoverrun(const Napi::CallbackInfo& info) {
  return Result(info.Env(),
                static_cast<int>(syscall(SYS_timer_getoverrun, Int(info, 0))),
                "timer_getoverrun");
}

Napi::Value TimerDelete(const Napi::CallbackInfo& info) {
  if (syscall(SYS_timer_delete, Int(info, 0)) == -1)
    return ThrowErrno(info.Env(), errno, "timer_delete");
  return info.Env().Undefined();
}

// ---- timers that are descriptors

Napi::Value TimerfdCreate(const Napi::CallbackInfo& info) {
  return Result(info.Env(), timerfd_create(Int(info, 0), Int(info, 1)),
                "timerfd_create");
}

// timerfd_settime(fd, flags, value, interval) → the old pair
Napi::Value TimerfdSettime(const Napi::CallbackInfo& info) {
  itimerspec time = ToSpec(Micros(info, 2), Micros(info, 3)), old;
  if (timerfd_settime(Int(info, 0), Int(info, 1), &time, &old) == -1)
    return ThrowErrno(info.Env(), errno, "timerfd_settime");
  return ToPair(info.Env(), old);
}

Napi::Value TimerfdGettime(const Napi::CallbackInfo& info) {
  itimerspec time;
  if (timerfd_gettime(Int(info, 0), &time) == -1)
    return ThrowErrno(info.Env(), errno, "timerfd_gettime");
  return ToPair(info.Env(), time);
}

}  // namespace

void InitTimer(Napi::Object exports) {
  Export<Alarm>(exports, "alarm");
  Export<Setitimer>(exports, "setitimer");
  Export<Getitimer>(exports, "getitimer");
  Export<TimerCreate>(exports, "timer_create");
  Export<TimerSettime>(exports, "timer_settime");
  Export<TimerGettime>(exports, "timer_gettime");
  Export<TimerGetoverrun>(exports, "timer_getoverrun");
  Export<TimerDelete>(exports, "timer_delete");
  Export<TimerfdCreate>(exports, "timerfd_create");
  Export<TimerfdSettime>(exports, "timerfd_settime");
  Export<TimerfdGettime>(exports, "timerfd_gettime");
}

}  // namespace posix_proc
