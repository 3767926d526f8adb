// The child of spawn(). It starts in the memory of this process, on a stack of
// its own, while the calling thread waits for its exec or its end (CLONE_VM |
// CLONE_VFORK): nothing is copied, however large this process is.
//
// So it must leave no trace there. It makes system calls and notes which one
// has failed, no more: no allocation, no lock, and no function of libc that is
// more than its system call (setuid() would change all threads of this
// process). No handler runs in it: signals are blocked until none has one.

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <string>

#include "inherit.h"
#include "seam.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif
#ifndef CLONE_PIDFD  // glibc 2.31
#define CLONE_PIDFD 0x1000
#endif
#ifndef P_PIDFD  // glibc 2.36
#define P_PIDFD static_cast<idtype_t>(3)
#endif

namespace posix_proc {
namespace {

constexpr long kMapDescriptors = -1;

struct Call {
  const char* name;
  long number;
};

constexpr Call kCalls[] = {
    {"chdir", SYS_chdir},     {"dup2", kMapDescriptors},
    {"ioctl", SYS_ioctl},     {"personality", SYS_personality},
    {"prctl", SYS_prctl},     {"prlimit", SYS_prlimit64},
    {"setgid", SYS_setgid},   {"setgroups", SYS_setgroups},
    {"setpgid", SYS_setpgid}, {"setsid", SYS_setsid},
    {"setuid", SYS_setuid},   {"umask", SYS_umask},
    {"write", SYS_write},
};

struct Step {
  Call call;
  bool optional;     // goes without where it is not permitted
  const char* path;  // for the error's message
  long arguments[5];
};

struct Launch {
  char** paths;
  char** argv;
  char** env;
  std::vector<int> sources;  // by target; -1: none
  std::vector<Step> steps;
  uint64_t defaults;  // bit n-1: signal n is not to be ignored
  uint64_t mask;
  pid_t parent;
  // The call that has failed, if any.
  const char* call;
  const char* path;
  int error;
};

[[noreturn]] void Exit() {
  for (;;) syscall(SYS_exit_group, 127);
}

[[noreturn]] void Fail(Launch* launch, const char* call, const char* path) {
  launch->call = call;
  launch->path = path;
  launch->error = errno;
  Exit();
}

void ResetSignals(const Launch& launch) {
  for (int signo = 1; signo <= 64; signo++) {
    struct {
      void (*handler)(int);
      unsigned long flags;
      void (*restorer)();
      uint64_t mask;
    } action = {};
    syscall(SYS_rt_sigaction, signo, nullptr, &action, sizeof(action.mask));
    bool kept =
        action.handler == SIG_IGN && !(launch.defaults >> (signo - 1) & 1);
    if (kept || action.handler == SIG_DFL) continue;
    action = {};
    syscall(SYS_rt_sigaction, signo, &action, nullptr, sizeof(action.mask));
  }
}

void MapDescriptors(Launch* launch) {
  std::vector<int>& sources = launch->sources;
  int count = static_cast<int>(sources.size());
  // What another descriptor is about to replace moves out of the way.
  for (int target = 0; target < count; target++) {
    int& source = sources[target];
    if (source == -1 || source == target || source >= count ||
        sources[source] == -1 || sources[source] == source)
      continue;
    long copy = syscall(SYS_fcntl, source, F_DUPFD_CLOEXEC, count);
    if (copy == -1) Fail(launch, "fcntl", nullptr);
    source = static_cast<int>(copy);
  }
  for (int target = 0; target < count; target++) {
    int source = sources[target];
    if (source == -1) continue;
    long result = source == target ? syscall(SYS_fcntl, target, F_SETFD, 0)
                                   : syscall(SYS_dup3, source, target, 0);
    if (result == -1) Fail(launch, "dup2", nullptr);
  }
}

// A parent that has died before it was asked for the signal sends none. One
// outside the child's namespace has no number in it.
bool Orphaned(const Launch& launch) {
  long parent = syscall(SYS_getppid);
  return parent != launch.parent && parent != 0;
}

// The first path that can be executed, by the rules of posix_spawnp().
void Exec(const Launch& launch) {
  bool denied = false;
  for (char** path = launch.paths; *path; path++) {
    syscall(SYS_execve, *path, launch.argv, launch.env);
    switch (errno) {
      case EACCES:
        denied = true;
        break;
      case ENODEV:
      case ENOENT:
      case ENOTDIR:
      case ESTALE:
      case ETIMEDOUT:
        break;
      default:
        return;
    }
  }
  if (denied) errno = EACCES;
}

int Child(void* data) {
  Launch* launch = static_cast<Launch*>(data);
  ResetSignals(*launch);
  for (const Step& step : launch->steps) {
    if (step.call.number == kMapDescriptors) {
      MapDescriptors(launch);
      continue;
    }
    const long* it = step.arguments;
    if (syscall(step.call.number, it[0], it[1], it[2], it[3], it[4]) == -1 &&
        !(step.optional && errno == EPERM))
      Fail(launch, step.call.name, step.path);
    if (step.call.number == SYS_prctl && Orphaned(*launch)) Exit();
  }
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &launch->mask, nullptr,
          sizeof(launch->mask));
  Exec(*launch);
  Fail(launch, "execve", nullptr);
}

struct Started {
  pid_t pid;
  int pidfd;
};

// With launch->error there is no child.
Started Start(Launch* launch) {
  alignas(16) char stack[16384];
  Started started = {-1, -1};
  uint64_t all = ~0UL;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &launch->mask, sizeof(all));
  started.pid = clone(Child, stack + sizeof(stack),
                      CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, launch,
                      &started.pidfd);
#ifdef __SANITIZE_ADDRESS__
  // The child's frames on it have never returned.
  __asan_unpoison_memory_region(stack, sizeof(stack));
#endif
  if (started.pid == -1) {
    launch->call = "clone";
    launch->error = errno;
  } else if (launch->error != 0) {
    siginfo_t info;
    while (waitid(P_PIDFD, started.pidfd, &info, WEXITED) == -1 &&
           errno == EINTR) {
    }
    close(started.pidfd);
  }
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &launch->mask, nullptr,
          sizeof(launch->mask));
  return started;
}

// The memory of one who changes its ids may not be dumped any more, and it is
// ours as well. One at a time, lest another's change be taken for what was.
Started StartAsAnother(Launch* launch) {
  static std::mutex turn;
  std::lock_guard<std::mutex> lock(turn);
  int before = prctl(PR_GET_DUMPABLE);
  Started started = Start(launch);
  if (prctl(PR_GET_DUMPABLE) != before) prctl(PR_SET_DUMPABLE, before);
  return started;
}

bool ChangesIds(const Step& step) {
  return step.call.number == SYS_setuid || step.call.number == SYS_setgid;
}

// [call, path | null, ...arguments], which are numbers or bytes. The call is
// one of kCalls or 'dropgroups', a setgroups that may fail.
Step MakeStep(const Napi::Array& from) {
  Step step = {};
  std::string name = from.Get(0u).As<Napi::String>();
  step.optional = name == "dropgroups";
  if (step.optional) name = "setgroups";
  for (const Call& call : kCalls)
    if (name == call.name) step.call = call;
  if (!from.Get(1).IsNull()) step.path = CString(from.Get(1));
  for (uint32_t i = 2; i < from.Length(); i++) {
    Napi::Value it = from.Get(i);
    step.arguments[i - 2] = it.IsNumber() ? it.As<Napi::Number>().Int64Value()
                                          : reinterpret_cast<long>(CString(it));
  }
  return step;
}

// spawn(file, paths, argv, env, sources, steps, defaults) → [pid, pidfd]. The
// file is for the error's message.
Napi::Value Spawn(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  CStrings paths(info[1]), argv(info[2]), environment(info[3]);
  Launch launch = {};
  launch.paths = paths.get();
  launch.argv = argv.get();
  launch.env = environment.get();
  launch.parent = getpid();
  Napi::Array sources = info[4].As<Napi::Array>();
  for (uint32_t i = 0; i < sources.Length(); i++)
    launch.sources.push_back(sources.Get(i).As<Napi::Number>().Int32Value());
  Napi::Array steps = info[5].As<Napi::Array>();
  for (uint32_t i = 0; i < steps.Length(); i++)
    launch.steps.push_back(MakeStep(steps.Get(i).As<Napi::Array>()));
  Napi::Array defaults = info[6].As<Napi::Array>();
  for (uint32_t i = 0; i < defaults.Length(); i++)
    launch.defaults |=
        1UL << (defaults.Get(i).As<Napi::Number>().Int32Value() - 1);

  bool another =
      std::any_of(launch.steps.begin(), launch.steps.end(), ChangesIds);
  Started started = another ? StartAsAnother(&launch) : Start(&launch);
  if (launch.error != 0) {
    if (strcmp(launch.call, "execve") == 0) launch.path = CString(info[0]);
    return launch.path ? ThrowErrno(env, launch.error, launch.call, launch.path)
                       : ThrowErrno(env, launch.error, launch.call);
  }
  Napi::Array result = Napi::Array::New(env);
  result.Set(0u, started.pid);
  result.Set(1u, started.pidfd);
  return result;
}

// handOn(fd, blocking, required) → fd, or a copy of it that blocks; or -1: it
// is closed.
Napi::Value HandOn(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int fd = Int(info, 0), status = fcntl(fd, F_GETFL);
  if (status == -1) {
    if (info[2].As<Napi::Boolean>()) return ThrowErrno(env, errno, "dup2");
    return Napi::Number::New(env, -1);
  }
  if (info[1].As<Napi::Boolean>() && status & O_NONBLOCK) {
    int copy = OpenBlocking(fd, status);
    if (copy != -1) return Napi::Number::New(env, copy);
    MakeBlocking(env, fd, status);
  }
  return Napi::Number::New(env, fd);
}

}  // namespace

void InitSpawn(Napi::Object exports) {
  Export<Spawn>(exports, "spawn");
  Export<HandOn>(exports, "handOn");
}

}  // namespace posix_proc
