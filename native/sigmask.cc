// sigprocmask(2), sigpending(2), sigsuspend(2), pause(2).
//
// The kernel keeps a mask for each thread, and gives a signal that the main
// thread blocks to one of Node's other threads. So these block what it blocks,
// each beside what it blocks of its own accord. A thread's mask can be changed
// by nobody else: each is visited (fork/visit.cc), and changes the mask that is
// put back at the end of its signal handler. Threads born later inherit it.

#include "sigmask.h"

#ifdef __x86_64__

#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>

#include "fork/fork.h"
#include "interruptible.h"

namespace posix_proc {
namespace {

constexpr SignalMask Bit(int signo) { return SignalMask{1} << (signo - 1); }

constexpr SignalMask kNever = Bit(32) | Bit(33) | Bit(SIGKILL) | Bit(SIGSTOP);

SignalMask SetOwn(int how, SignalMask mask) {
  SignalMask before = 0;
  syscall(SYS_rt_sigprocmask, how, &mask, &before, sizeof(mask));
  return before;
}

SignalMask Own() { return SetOwn(SIG_BLOCK, 0); }

// ---- the other threads

// What they block for the main thread's sake.
std::atomic<SignalMask> shared, sharedBefore;

// What this thread has been made to block, and what it would without. Used in
// the handler, so in place from the start; a forked child keeps it.
struct Thread {
  SignalMask shared, own;
  bool known;
  int tries;
};
__attribute__((tls_model("initial-exec"))) __thread Thread thread;

constexpr int kTries = 10;  // some 10 ms

// libuv leaves out, when it makes a process, what a fault raises.
constexpr SignalMask kFaults = Bit(SIGTRAP) | Bit(SIGSEGV) | Bit(SIGBUS) |
                               Bit(SIGILL) | Bit(SIGSYS) | Bit(SIGABRT);

bool BlocksAll(SignalMask mask) {
  return (mask | kNever | kFaults) == ~SignalMask{0};
}

bool ChangeMask(ucontext_t* context) {
  SignalMask mask, wanted = shared;
  memcpy(&mask, &context->uc_sigmask, sizeof(mask));
  // One that has not been here was born with what its maker had.
  if (!thread.known) thread.shared = sharedBefore;
  // It may be making a thread or a process, and about to put back the mask of
  // before; or it is one of those that let no signal in.
  if (BlocksAll(mask) && !BlocksAll(thread.shared | thread.own) &&
      ++thread.tries < kTries)
    return false;
  SignalMask own = (mask & ~thread.shared) | (thread.own & thread.shared);
  thread = {wanted, own, true, 0};
  mask = own | wanted;
  memcpy(&context->uc_sigmask, &mask, sizeof(mask));
  return true;
}

bool Visit(int64_t timeoutNs, fork::Refusal* refusal) {
  return fork::VisitThreads(ChangeMask, fork::NowNs() + timeoutNs, refusal);
}

bool Share(SignalMask mask, fork::Refusal* refusal) {
  if (mask == shared) return true;
  sharedBefore = shared.load();
  shared = mask;
  if (Visit(1000000000, refusal)) return true;
  // Who did not answer will find it as it was, when he does.
  fork::Refusal ignored;
  shared = sharedBefore.load();
  Visit(50000000, &ignored);
  return false;
}

// Sets the mask of the process; what comes meanwhile is the main thread's.
bool SetMask(SignalMask mask, fork::Refusal* refusal) {
  if (!Share(Own() | mask, refusal)) return false;
  SetOwn(SIG_SETMASK, mask);
  // A thread that cannot be reached now takes no signal from the main thread.
  fork::Refusal ignored;
  Share(mask, &ignored);
  return true;
}

Napi::Value Refuse(Napi::Env env, fork::Refusal* refusal) {
  if (refusal->error == EPERM || refusal->error == EACCES ||
      refusal->error == ENOSYS || refusal->error == ENOENT)
    refusal->Code("ERR_SIGNAL_MASK_UNSUPPORTED",
                  std::string(refusal->step) + " fails with " +
                      ErrnoName(refusal->error) +
                      ": no /proc, or forbidden by seccomp?");
  if (!refusal->code) return ThrowErrno(env, refusal->error, refusal->step);
  napi_throw_error(env, refusal->code, refusal->reason.c_str());
  return env.Undefined();
}

// ---- the calls

// sigprocmask(how, mask) → the mask of before.
Napi::Value Sigprocmask(const Napi::CallbackInfo& info) {
  SignalMask before = Own(), mask = Mask(info[1]);
  int how = Int(info, 0);
  if (how == SIG_BLOCK) mask |= before;
  if (how == SIG_UNBLOCK) mask = before & ~mask;
  fork::Refusal refusal;
  if (mask != before && !SetMask(mask, &refusal))
    return Refuse(info.Env(), &refusal);
  return Napi::BigInt::New(info.Env(), before);
}

Napi::Value Sigpending(const Napi::CallbackInfo& info) {
  SignalMask pending = 0;
  syscall(SYS_rt_sigpending, &pending, sizeof(pending));
  return Napi::BigInt::New(info.Env(), pending);
}

// sigsuspend(mask): until a signal has been caught.
Napi::Value Sigsuspend(const Napi::CallbackInfo& info) {
  SignalMask mask = Mask(info[0]);
  AlsoBlocked blocked(info.Env(), mask);
  if (blocked.ok())
    Interruptible(SYS_rt_sigsuspend, reinterpret_cast<long>(&mask),
                  sizeof(mask));
  return info.Env().Undefined();
}

Napi::Value Pause(const Napi::CallbackInfo& info) {
  Interruptible(SYS_pause);
  return info.Env().Undefined();
}

}  // namespace

SignalMask Mask(const Napi::Value& value) {
  bool lossless;
  return value.As<Napi::BigInt>().Uint64Value(&lossless) & ~kNever;
}

AlsoBlocked::AlsoBlocked(Napi::Env env, SignalMask mask) : before_(Own()) {
  fork::Refusal refusal;
  ok_ = (mask & ~before_) == 0 || SetMask(before_ | mask, &refusal);
  if (!ok_) Refuse(env, &refusal);
}

AlsoBlocked::~AlsoBlocked() {
  fork::Refusal ignored;
  if (Own() != before_) SetMask(before_, &ignored);
}

void InitSigmask(Napi::Object exports) {
  Export<Sigprocmask>(exports, "sigprocmask");
  Export<Sigpending>(exports, "sigpending");
  Export<Sigsuspend>(exports, "sigsuspend");
  Export<Pause>(exports, "pause");
}

}  // namespace posix_proc

#else  // no thread but the caller's can be reached

namespace posix_proc {
namespace {

void Refuse(Napi::Env env) {
  napi_throw_error(env, "ERR_SIGNAL_MASK_UNSUPPORTED",
                   "the masks of other threads can be changed on x86-64 only");
}

Napi::Value Refused(const Napi::CallbackInfo& info) {
  Refuse(info.Env());
  return info.Env().Undefined();
}

}  // namespace

SignalMask Mask(const Napi::Value&) { return 0; }

AlsoBlocked::AlsoBlocked(Napi::Env env, SignalMask mask)
    : before_(mask), ok_(false) {
  Refuse(env);
}

AlsoBlocked::~AlsoBlocked() {}

void InitSigmask(Napi::Object exports) {
  for (const char* name : {"sigprocmask", "sigpending", "sigsuspend", "pause"})
    Export<Refused>(exports, name);
}

}  // namespace posix_proc

#endif
