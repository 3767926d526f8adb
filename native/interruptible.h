// What the signals that we handle mean for the rest of the addon.
#pragma once

#include <napi.h>

namespace posix_proc {

// syscall(2) for a call that waits. On the main thread, a signal that we handle
// ends it with EINTR, though it came the moment before: JavaScript then runs
// the handler and decides whether the call goes on.
long Interruptible(long number, long a = 0, long b = 0, long c = 0, long d = 0,
                   long e = 0, long f = 0);

template <typename T>
long Interruptible(long number, long a, T* b, long c = 0, long d = 0,
                   long e = 0) {
  return Interruptible(number, a, reinterpret_cast<long>(b), c, d, e);
}

// Who takes a SIGCHLD out takes it from libuv, which is to look for the
// children of child_process all the same.
void TellLibuvOfChildren(Napi::Env env);

// In a forked child: what was caught before the fork is its parent's.
void ForgetCaught();

}  // namespace posix_proc
