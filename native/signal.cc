// sigaction(2).
//
// A signal whose handler is in JavaScript is caught by OnSignal() here, which
// stores its siginfo in a ring and wakes the event loop. JavaScript takes the
// signals out on the main thread: on a turn of the loop, or when
// Interruptible() says EINTR (src/internal/delivery.ts).
//
// libuv has handlers of its own. It installs one when the first uv_signal_t for
// a signal starts, and resets the signal to default when the last one stops. So
// that it never does either behind our back, every signal we handle has an
// unref'd uv_signal_t of ours, and OnSignal() calls libuv's handler in turn,
// which wakes the loop for all of them.

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <uv.h>

#include <atomic>
#include <cstring>

#include "interruptible.h"
#include "seam.h"
#include "siginfo.h"

namespace posix_proc {

namespace {

std::atomic<uint32_t>& taken = posix_proc_signals_taken;
std::atomic<uint32_t>& caught = posix_proc_signals_caught;
constexpr uint32_t kRing = 1 << 16;
siginfo_t* ring;             // costs memory only as far as it fills
std::atomic<uint32_t> lost;  // caught when it was full
// Caught by other threads, and there was no room on the way to main.
std::atomic<uint32_t> stranded[NSIG];

struct Loop {
  uv_async_t wake;
  Napi::FunctionReference callback;
  Napi::AsyncContext context;
  explicit Loop(Napi::Env env) : context(env, "posix-proc.signal") {}
};
Loop* loop;  // from the first handler on, for good

uv_signal_t* holds[NSIG];         // see above
struct sigaction previous[NSIG];  // of signals that the kernel may raise
void (*libuvHandler)(int);
bool once[NSIG];  // SA_RESETHAND

// The thread of a child that another library has forked on a helper thread has
// nobody to forward to.
bool LeadsItsProcess() { return syscall(SYS_gettid) == getpid(); }

// ---- catching

bool IsFault(int signo) {
  return signo == SIGSEGV || signo == SIGBUS || signo == SIGFPE ||
         signo == SIGILL || signo == SIGTRAP;
}

// The program did wrong, and will again as soon as a handler returns. V8 makes
// use of some of these; the others end the process, as they would without us.
void OnFault(int signo, siginfo_t* info, void* context) {
  const struct sigaction& action = previous[signo];
  if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN) {
    signal(signo, SIG_DFL);
    raise(signo);  // a breakpoint does not come again
  } else if (action.sa_flags & SA_SIGINFO) {
    action.sa_sigaction(signo, info, context);
  } else {
    action.sa_handler(signo);
  }
}

// The main thread may be in a call that a signal must end. The kernel lets a
// thread send another one only what has a negative si_code, other than that of
// tgkill(); but then passes the rest on as it is.
constexpr int kForwarded = -0x7070;

void Forward(int signo, siginfo_t info) {
  if (info.si_code >= 0 || info.si_code == SI_TKILL) {
    info.si_errno = info.si_code;
    info.si_code = kForwarded;
  }
  pid_t main = getpid();
  if (syscall(SYS_rt_tgsigqueueinfo, main, main, signo, &info) == 0) return;
  stranded[signo]++;
  uv_async_send(&loop->wake);  // no other signal may come to tell of it
}

// As of a signal for which the kernel had no room to say more: it has come,
// and is from nobody. `more`: how often beside this one.
bool TakeStranded(siginfo_t* info, uint32_t* more) {
  for (int signo = 1; signo < NSIG; signo++) {
    if (stranded[signo].load() == 0) continue;
    *more = stranded[signo].exchange(0) - 1;
    *info = {};
    info->si_signo = signo;
    info->si_code = SI_USER;
    return true;
  }
  return false;
}

void Unpack(siginfo_t* info) {
  if (info->si_code != kForwarded) return;
  info->si_code = info->si_errno;
  info->si_errno = 0;
}

void OnSignal(int signo, siginfo_t* info, void* context) {
  int error = errno;
  if (IsFault(signo) && info->si_code > 0) {
    OnFault(signo, info, context);
  } else if (!onMainThread && !LeadsItsProcess()) {
    Forward(signo, *info);
  } else {
    // Not the kernel's to do: it would do it for what is to be forwarded, too.
    if (once[signo]) signal(signo, SIG_DFL);
    uint32_t at = caught.load();
    if (at - taken.load() < kRing) {
      ring[at % kRing] = *info;
      Unpack(&ring[at % kRing]);
      caught.store(at + 1);
    } else {
      lost++;
    }
    Interrupt(context);
    // This wakes the loop. Of real-time signals, of which there may be
    // thousands and Node listens to none, once a turn is enough.
    const uv_signal_t* hold = holds[signo];
    if (signo < SIGRTMIN || hold->caught_signals == hold->dispatched_signals)
      libuvHandler(signo);
  }
  errno = error;
}

// Node runs the loop once more when nothing of JavaScript is left.
void Wake() {
  if (!loop->callback.IsEmpty()) CallFromLoop(loop->callback, loop->context);
}

// ---- living with libuv

uv_handle_t* Handle(uv_signal_t* signal) {
  return reinterpret_cast<uv_handle_t*>(signal);
}

void Close(uv_signal_t* signal) {
  uv_close(Handle(signal), [](uv_handle_t* handle) {
    delete reinterpret_cast<uv_signal_t*>(handle);
  });
}

// libuv tells of a signal, perhaps one of its own or one that has been seen to.
void OnHeld(uv_signal_t*, int) {
  if (taken.load() != caught.load()) Wake();
}

// A uv_signal_t, by which libuv also wakes the loop. An errno, or 0.
int Hold(uv_loop_t* uv, int signo, uv_signal_t** hold) {
  auto* signal = new uv_signal_t;
  uv_signal_init(uv, signal);
  uv_unref(Handle(signal));
  int error = uv_signal_start(signal, OnHeld, signo);
  if (error == 0)
    *hold = signal;
  else
    Close(signal);
  return -error;
}

// libuv's handler is seen in place on a signal that nobody uses.
int FindLibuvHandler(uv_loop_t* uv) {
  if (libuvHandler) return 0;
  for (int signo = SIGRTMAX; signo >= SIGRTMIN; signo--) {
    struct sigaction action;
    sigaction(signo, nullptr, &action);
    if (action.sa_handler != SIG_DFL) continue;
    uv_signal_t* hold;
    if (int error = Hold(uv, signo, &hold)) return error;
    sigaction(signo, nullptr, &action);
    libuvHandler = action.sa_handler;
    Close(hold);
    return 0;
  }
  return EBUSY;
}

// Whether libuv has a listener for the signal, beside ours.
bool LibuvListens(uv_loop_t* uv, int signo) {
  struct Search {
    int signo;
    bool found;
  } search = {signo, false};
  // How child_process hears of its children; uv_walk() does not show it.
  if (signo == SIGCHLD && uv_is_active(Handle(&uv->child_watcher))) return true;
  uv_walk(
      uv,
      [](uv_handle_t* handle, void* data) {
        auto* search = static_cast<Search*>(data);
        if (uv_handle_get_type(handle) != UV_SIGNAL) return;
        auto* signal = reinterpret_cast<uv_signal_t*>(handle);
        if (signal->signum == search->signo && signal != holds[signal->signum])
          search->found = true;
      },
      &search);
  return search.found;
}

// ---- sigaction(2)

// What is asked for, and what is found. JavaScript has the same numbers.
enum Kind { kQuery = -1, kDefault, kIgnore, kOurs, kForeign };

uint64_t Bits(const sigset_t& set) {
  uint64_t bits;
  memcpy(&bits, &set, sizeof(bits));
  return bits;
}

// Of a handler that is not ours: what sigaction(2) takes to put it back.
Napi::Value Describe(Napi::Env env, const struct sigaction& action) {
  Kind kind = action.sa_sigaction == OnSignal ? kOurs
              : action.sa_handler == SIG_DFL  ? kDefault
              : action.sa_handler == SIG_IGN  ? kIgnore
                                              : kForeign;
  Napi::Array old = Napi::Array::New(env, 4);
  old.Set(0u, static_cast<int>(kind));
  old.Set(1u, action.sa_flags & ~0x04000000);  // SA_RESTORER is libc's
  old.Set(2u, Napi::BigInt::New(env, Bits(action.sa_mask)));
  if (kind == kForeign)
    old.Set(3u,
            Napi::Buffer<char>::Copy(
                env, reinterpret_cast<const char*>(&action), sizeof(action)));
  return old;
}

// catchSignals(deliver): before the first handler. `deliver` runs on the event
// loop when signals have been caught.
Napi::Value CatchSignals(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  uv_loop_t* uv;
  napi_get_uv_event_loop(env, &uv);
  void* pages = mmap(nullptr, kRing * sizeof(siginfo_t), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED) return ThrowErrno(env, errno, "mmap");
  ring = static_cast<siginfo_t*>(pages);
  onMainThread = true;
  loop = new Loop(env);
  loop->callback = Napi::Persistent(info[0].As<Napi::Function>());
  env.AddCleanupHook([] { loop->callback.Reset(); });
  uv_async_init(uv, &loop->wake, [](uv_async_t*) { Wake(); });
  uv_unref(reinterpret_cast<uv_handle_t*>(&loop->wake));
  return env.Undefined();
}

// sigaction(signo, kind, flags, mask, foreign, restore) → the old action.
// `restore`: it was there before, and not by the user's wish: a listener of
// libuv's that has come meanwhile stays.
Napi::Value Sigaction(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int signo = Int(info, 0), kind = Int(info, 1);
  struct sigaction action = {}, old;
  if (sigaction(signo, nullptr, &old) == -1)
    return ThrowErrno(env, errno, "sigaction");
  if (kind == kQuery) return Describe(env, old);
  // sigaction(2) would say so too late, with libuv's part done.
  if (signo == SIGKILL || signo == SIGSTOP)
    return ThrowErrno(env, EINVAL, "sigaction");

  int flags = Int(info, 2);
  bool restore = info[5].ToBoolean();
  uv_loop_t* uv;
  napi_get_uv_event_loop(env, &uv);
  if (int error = FindLibuvHandler(uv))
    return ThrowErrno(env, error, "sigaction");
  uv_signal_t*& hold = holds[signo];
  // child_process would wait for ever for a SIGCHLD that libuv has left
  // ignored.
  bool stays = kind == kIgnore && signo != SIGCHLD && !restore;
  if (kind == kOurs || stays) {
    if (int error = hold ? 0 : Hold(uv, signo, &hold))
      return ThrowErrno(env, error, "sigaction");
  } else {
    if (hold) Close(hold);  // libuv may reset the signal here
    hold = nullptr;
  }
  if (kind == kOurs) {
    if (old.sa_sigaction != OnSignal && old.sa_handler != libuvHandler)
      previous[signo] = old;
    action.sa_sigaction = OnSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | kRestart |
                      (flags & (SA_RESTART | SA_NOCLDSTOP | SA_NOCLDWAIT));
    once[signo] = flags & SA_RESETHAND;
    sigfillset(&action.sa_mask);
  } else {
    if (kind == kForeign) {
      Napi::Buffer<char> bytes = info[4].As<Napi::Buffer<char>>();
      memcpy(&action, bytes.Data(), sizeof(action));
    } else {
      action.sa_handler = kind == kIgnore ? SIG_IGN : SIG_DFL;
      action.sa_flags = flags;
      bool lossless;
      uint64_t mask = info[3].As<Napi::BigInt>().Uint64Value(&lossless);
      memcpy(&action.sa_mask, &mask, sizeof(mask));
    }
    once[signo] = false;
    // Nobody can tell libuv's handler from the default of these.
    bool silent = signo == SIGCHLD || signo == SIGURG || signo == SIGWINCH ||
                  signo == SIGCONT;
    bool listens = LibuvListens(uv, signo);
    if (listens && (restore ? kind != kIgnore : kind == kDefault && silent)) {
      action.sa_handler = libuvHandler;
      action.sa_flags = SA_RESTART;
      sigfillset(&action.sa_mask);
    } else if (action.sa_handler == libuvHandler && !listens) {
      action.sa_handler = SIG_DFL;
    }
  }
  if (sigaction(signo, &action, nullptr) == -1)
    return ThrowErrno(env, errno, "sigaction");
  return Describe(env, old);
}

// takeSignal(fields) → null when there is none; the address in one that the
// kernel has raised. Into `fields` go the numbers of SigInfo(), which costs
// less than an array of them, and how many signals have been lost since.
Napi::Value TakeSignal(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  uint32_t at = taken.load(), more = 0;
  siginfo_t signal;
  if (at != caught.load()) {
    signal = ring[at % kRing];
    taken.store(at + 1);
  } else if (!TakeStranded(&signal, &more)) {
    return env.Null();
  }
  double* fields = info[0].As<Napi::Float64Array>().Data();
  fields[0] = signal.si_signo;
  fields[1] = signal.si_code;
  fields[2] = signal.si_pid;
  fields[3] = signal.si_uid;
  fields[4] = signal.si_status;
  fields[5] = signal.si_value.sival_int;
  fields[6] = static_cast<double>(signal.si_utime);
  fields[7] = static_cast<double>(signal.si_stime);
  fields[8] = more + lost.exchange(0);
  return signal.si_code > 0 ? Address(env, signal) : env.Undefined();
}

// wakeForSignals(): some are left that JavaScript has taken.
Napi::Value WakeForSignals(const Napi::CallbackInfo& info) {
  uv_async_send(&loop->wake);
  return info.Env().Undefined();
}

// holdLoop(hold): whether the event loop goes on for the sake of signals.
Napi::Value HoldLoop(const Napi::CallbackInfo& info) {
  auto* wake = reinterpret_cast<uv_handle_t*>(&loop->wake);
  if (info[0].ToBoolean())
    uv_ref(wake);
  else
    uv_unref(wake);
  return info.Env().Undefined();
}

// passOn(signo): it was caught for a handler that is gone. libuv has heard of
// it then.
Napi::Value PassOn(const Napi::CallbackInfo& info) {
  int signo = Int(info, 0);
  struct sigaction action;
  sigaction(signo, nullptr, &action);
  if (action.sa_handler != libuvHandler) raise(signo);
  return info.Env().Undefined();
}

Napi::Value Strsignal(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), strsignal(Int(info, 0)));
}

}  // namespace

void TellLibuvOfChildren(Napi::Env env) {
  uv_loop_t* uv;
  napi_get_uv_event_loop(env, &uv);
  if (!uv_is_active(Handle(&uv->child_watcher)) ||
      (!libuvHandler && FindLibuvHandler(uv) != 0))
    return;
  // As in a handler: it takes a lock that another one might want.
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  libuvHandler(SIGCHLD);
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

void ForgetCaught() {
  taken.store(caught.load());
  lost = 0;
  for (auto& count : stranded) count = 0;
}

void InitSignal(Napi::Object exports) {
  Export<Strsignal>(exports, "strsignal");
  Export<CatchSignals>(exports, "catchSignals");
  Export<Sigaction>(exports, "sigaction");
  Export<TakeSignal>(exports, "takeSignal");
  Export<WakeForSignals>(exports, "wakeForSignals");
  Export<HoldLoop>(exports, "holdLoop");
  Export<PassOn>(exports, "passOn");
}

}  // namespace posix_proc
