// The course of one fork(); fork.h tells the story.

#include "fork.h"

#include <features.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <new>

#include "../interruptible.h"
#include "../seam.h"
#include "../symbol.h"

namespace posix_proc {
namespace fork {

namespace {

// What the child tells its parent, on a page that both see.
struct Report {
  enum State : uint32_t { kNone, kRepaired, kFailed };
  Futex state;
  int error;
};

struct Request {
  uv_loop_t* loop;
  int64_t timeoutNs;
  int allowedWorkers;  // threads with an isolate of their own
  bool terminate;      // they may be busy: JavaScript will terminate them
  bool closeHandles;
  std::vector<int> shared;  // descriptors that stay shared
};

std::string Unsupported() {
#ifndef __GLIBC__
  return "this C library is not glibc";
#else
  static const bool glibc = Symbol("gnu_get_libc_version");
#ifdef __SANITIZE_ADDRESS__  // our own tests: it goes well, unpromised
  constexpr bool asan = false;
#else
  static const bool asan = Symbol("__asan_init");
#endif
  if (!glibc) return "this C library is not glibc";
  if (asan) return "AddressSanitizer keeps threads of its own books";
  return CannotPark();
#endif
}

int Repair(const Request& request) {
  int error = ReplaceDescriptors(request.loop);
  if (error == 0) error = LeaveProcessesToParent(request.loop);
  if (error == 0 && request.closeHandles) error = CloseHandles(request.loop);
  if (error == 0) error = ReviveThreads(request.terminate);
  return error;
}

// The processes that this one descends from by fork().
std::vector<pid_t> lineage;

// OpenSSL reseeds when getpid() has changed. A child may get the number of a
// dead ancestor, under which the generator was seeded: then it is told to.
void StirEntropy(pid_t pid) {
  if (std::find(lineage.begin(), lineage.end(), pid) == lineage.end()) return;
  using RandAdd = void (*)(const void*, int, double);
  auto randAdd = reinterpret_cast<RandAdd>(Symbol("RAND_add"));
  unsigned char fresh[48];
  if (!randAdd || getrandom(fresh, sizeof(fresh), 0) != sizeof(fresh)) return;
  randAdd(fresh, sizeof(fresh), sizeof(fresh));
}

// One for all forks of a process, for they come one after the other. A child
// leaves it to its parent.
Pages* reportPage;
Report* report;

bool ReserveReport() {
  if (!reportPage) reportPage = new Pages;
  if (!reportPage->Reserve(sizeof(Report), true)) return false;
  report = new (reportPage->data()) Report{};
  return true;
}

void ForgetReport() {
  delete reportPage;
  reportPage = nullptr;
}

// The child tells how its repair went; if it dies first, its death does.
bool AwaitReport(pid_t pid, Refusal* refusal) {
  while (report->state == Report::kNone) {
    timespec wait = {0, 10000000};
    FutexWait(&report->state, Report::kNone, 0, &wait);
    if (report->state != Report::kNone) break;
    siginfo_t info = {};
    int result = waitid(P_PID, static_cast<id_t>(pid), &info,
                        WEXITED | WNOHANG | WNOWAIT);
    // With SIGCHLD ignored it leaves nothing to be waited for.
    if (info.si_pid == pid || (result == -1 && errno == ECHILD)) break;
  }
  if (report->state == Report::kRepaired) return true;
  int status;
  while (waitpid(pid, &status, 0) == -1 && errno == EINTR) continue;
  if (report->state == Report::kFailed)
    return refusal->Errno(report->error, "fork");
  return refusal->Errno(EAGAIN, "fork");  // it was killed
}

pid_t CloneAndRepair(const Request& request, Refusal* refusal) {
  void* robustList = nullptr;
  size_t robustSize = 0;
  Raw(SYS_get_robust_list, 0, reinterpret_cast<long>(&robustList),
      reinterpret_cast<long>(&robustSize));
  long pid = Raw(SYS_clone, CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD,
                 0, 0, reinterpret_cast<long>(OwnTid()));
  if (pid == 0) {
    Raw(SYS_set_robust_list, robustList, static_cast<long>(robustSize));
    int error = Repair(request);
    report->error = error;
    report->state = error ? Report::kFailed : Report::kRepaired;
    FutexWake(&report->state, 0);
    if (error) _exit(127);
    ForgetReport();
    ForgetCaught();
    RestoreDontFork();  // before a thread runs that could map and unmap
    ReleaseRevived();
  } else {
    RestoreDontForkAtOnce();
    DiscardDescriptors();
    bool alive = pid > 0 ? AwaitReport(static_cast<pid_t>(pid), refusal)
                         : refusal->Errno(static_cast<int>(-pid), "fork");
    if (!alive) pid = -1;
    ReleaseThreads();
  }
  return static_cast<pid_t>(pid);
}

// The child's pid, 0 in the child, or -1 with the refusal.
pid_t Fork(const Request& request, Refusal* refusal) {
  // A handler might wait for what a parked thread holds, such as libuv's signal
  // lock.
  SignalsBlocked blocked;
  if (!ParkThreads(NowNs() + request.timeoutNs, request.terminate, refusal))
    return -1;
  int workers, threads = ParkedThreads(&workers);
  bool ready = workers <= request.allowedWorkers ||
               refusal->Code("ERR_FORK_WORKERS", "a Worker is alive");
  if (ready) ready = ReserveReport() || refusal->Errno(ENOMEM, "mmap");
  if (ready && PrepareRevival(threads, refusal) &&
      PrepareDescriptors(request.loop, request.shared, refusal)) {
    // Nothing is mapped from here on until the marks are back.
    if (LiftDontFork(refusal)) return CloneAndRepair(request, refusal);
    DiscardDescriptors();
  }
  ReleaseThreads();
  return -1;
}

// fork(timeoutMs, allowedWorkers, terminate, closeHandles, sharedFds) → pid, or
// [code, reason] for a refusal of ours. `terminate`: Workers' threads stay held
// in the child until releaseWorkers().
Napi::Value ForkCall(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Request request;
  napi_get_uv_event_loop(env, &request.loop);
  request.timeoutNs = Int(info, 0) * INT64_C(1000000);
  request.allowedWorkers = Int(info, 1);
  request.terminate = info[2].As<Napi::Boolean>();
  request.closeHandles = info[3].As<Napi::Boolean>();
  Napi::Array shared = info[4].As<Napi::Array>();
  for (uint32_t i = 0; i < shared.Length(); i++)
    request.shared.push_back(shared.Get(i).As<Napi::Number>().Int32Value());

  Refusal refusal;
  pid_t parent = getpid();
  pid_t pid = Fork(request, &refusal);
  if (refusal.error == EPERM || refusal.error == EACCES ||
      refusal.error == ENOSYS)
    refusal.Code("ERR_FORK_UNSUPPORTED",
                 std::string(refusal.step) + " fails with " +
                     ErrnoName(refusal.error) + ": forbidden by seccomp?");
  if (refusal.code) {
    Napi::Array pair = Napi::Array::New(env, 2);
    pair.Set(0u, refusal.code);
    pair.Set(1u, refusal.reason);
    return pair;
  }
  if (pid == -1) return ThrowErrno(env, refusal.error, refusal.step);
  if (pid == 0) {
    lineage.push_back(parent);
    StirEntropy(getpid());
  }
  return Napi::Number::New(env, pid);
}

// forkUnsupported() → why fork() cannot work here, or ''.
Napi::Value ForkUnsupported(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), Unsupported());
}

Napi::Value ReleaseWorkersCall(const Napi::CallbackInfo& info) {
  ReleaseWorkers();
  return info.Env().Undefined();
}

// guardExit(status): the child ends with it, though process.exit() may hang.
Napi::Value GuardExitCall(const Napi::CallbackInfo& info) {
  GuardExit(Int(info, 0));
  return info.Env().Undefined();
}

// hasTimers() → whether Node's timer is set: JavaScript has timers then.
Napi::Value HasTimersCall(const Napi::CallbackInfo& info) {
  uv_loop_t* loop;
  napi_get_uv_event_loop(info.Env(), &loop);
  return Napi::Boolean::New(info.Env(), HasTimers(loop));
}

}  // namespace
}  // namespace fork

void InitFork(Napi::Object exports) {
  fork::FindSignalLockPipe();  // early: the fewer other pipes the better
  Export<fork::ForkCall>(exports, "fork");
  Export<fork::ForkUnsupported>(exports, "forkUnsupported");
  Export<fork::ReleaseWorkersCall>(exports, "releaseWorkers");
  Export<fork::GuardExitCall>(exports, "guardExit");
  Export<fork::HasTimersCall>(exports, "hasTimers");
}

}  // namespace posix_proc
