// What the signals that we handle mean for the rest of the addon.
#pragma once

#include <napi.h>
#include <signal.h>

#include <atomic>

extern "C" {
// The ring of signal.cc, by what has been taken out of it and what has been
// caught. Only the main thread touches these, in its handler and outside.
extern __attribute__((visibility("hidden"))) std::atomic<uint32_t>
    posix_proc_signals_taken, posix_proc_signals_caught;
}

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

// In a handler, with its context: the call under way ends with EINTR.
void Interrupt(void* context);

#ifdef __x86_64__
// Node's own calls are never to see EINTR: ours do without it.
constexpr int kRestart = SA_RESTART;
#else
constexpr int kRestart = 0;
#endif

// Set with the first handler. Used in it, so in place from the start; a forked
// child keeps it.
extern __attribute__((tls_model("initial-exec"))) __thread bool onMainThread;

// Who takes a SIGCHLD out takes it from libuv, which is to look for the
// children of child_process all the same.
void TellLibuvOfChildren(Napi::Env env);

// In a forked child: what was caught before the fork is its parent's.
void ForgetCaught();

}  // namespace posix_proc
