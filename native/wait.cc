// waitpid(2), wait4(2), waitid(2). The status word is taken apart in
// TypeScript, by the same bits as the macros of <sys/wait.h>.
//
// A wait for "any child" must leave the children of child_process alone: libuv
// reaps those by pid, and would wait for ever for one that is gone. As soon as
// there are such, the others are found in /proc and waited for one by one.
// The kernel keeps children by the thread that made them, and adopted ones with
// the main thread: __WNOTHREAD leaves Workers' children to the Workers.

#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "interruptible.h"
#include "rusage.h"
#include "seam.h"

#ifndef P_PIDFD  // glibc 2.36
#define P_PIDFD 3
#endif

namespace posix_proc {
namespace {

// What was asked for, of wait4(2) or of waitid(2), and what the call filled in.
struct Wait {
  enum { kWait4, kWaitid } call;
  int idtype;  // no idtype_t: anything may be asked for
  id_t id;
  int options;
  int status = 0;       // by wait4
  siginfo_t info = {};  // by waitid
  rusage usage = {};
};

// What does not wait has no reason to be interrupted; a tracer may say it was.
long AtOnce(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  do {
    result = syscall(number, a, b, c, d, e, f);
  } while (result == -1 && errno == EINTR);
  return result;
}

// The system call, for these children instead of those asked for. In this file
// what waits returns a pid, 0 for nothing yet, or a negative errno.
pid_t Call(Wait* wait, int idtype, id_t id, int options) {
  long (*call)(long, long, long, long, long, long, long) = Interruptible;
  if (options & WNOHANG) call = AtOnce;
  long result;
  if (wait->call == Wait::kWait4) {
    id_t pid = idtype == P_PID ? id : idtype == P_PGID ? 0 - id : -1;
    result = call(SYS_wait4, static_cast<pid_t>(pid),
                  reinterpret_cast<long>(&wait->status), options,
                  reinterpret_cast<long>(&wait->usage), 0L, 0L);
  } else {
    wait->info.si_pid = 0;  // left as it is when there is nothing yet
    // glibc's waitid has no rusage.
    result = call(SYS_waitid, idtype, id, reinterpret_cast<long>(&wait->info),
                  options, reinterpret_cast<long>(&wait->usage), 0L);
    if (result == 0) result = wait->info.si_pid;
  }
  return result == -1 ? -errno : static_cast<pid_t>(result);
}

using Pids = std::vector<pid_t>;

bool Contains(const Pids& pids, pid_t pid) {
  return std::find(pids.begin(), pids.end(), pid) != pids.end();
}

Pids LibuvChildren(Napi::Env env) {
  Pids pids;
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        if (uv_handle_get_type(handle) == UV_PROCESS && uv_is_active(handle))
          static_cast<Pids*>(data)->push_back(
              uv_process_get_pid(reinterpret_cast<uv_process_t*>(handle)));
      },
      &pids);
  return pids;
}

// Which child has changed first, left as it is.
pid_t Peek(const Wait& wait) {
  siginfo_t info = {};
  int options = wait.options | WNOWAIT | WNOHANG | __WNOTHREAD;
  if (wait.call == Wait::kWait4) options |= WEXITED;
  long result = AtOnce(SYS_waitid, wait.idtype, wait.id,
                       reinterpret_cast<long>(&info), options, 0, 0);
  return result == -1 ? -errno : info.si_pid;
}

// Children of this thread that `wait` means, less the foreign; or an errno.
int FindOwn(const Wait& wait, const Pids& foreign, Pids* own) {
  char path[64];
  snprintf(path, sizeof(path), "/proc/self/task/%ld/children",
           syscall(SYS_gettid));
  FILE* file = fopen(path, "re");
  if (!file) return errno;
  int error = 0;
  for (pid_t child; error == 0 && fscanf(file, "%d", &child) == 1;) {
    if (Contains(foreign, child)) continue;
    if (wait.idtype == P_PGID) {
      id_t group = wait.id ? wait.id : static_cast<id_t>(getpgrp());
      pid_t its = getpgid(child);
      if (its == -1 && errno != ESRCH) error = errno;
      if (static_cast<id_t>(its) != group) continue;
    }
    own->push_back(child);
  }
  if (ferror(file)) error = errno;
  fclose(file);
  return error;
}

// Until one of them may have changed.
int AwaitChange(const Wait& wait, const Pids& children) {
  std::vector<pollfd> entries;
  bool ends = wait.call == Wait::kWait4 || wait.options & WEXITED;
  for (pid_t child : children) {
    long fd = ends ? syscall(SYS_pidfd_open, child, 0) : -1;
    if (fd != -1) entries.push_back({static_cast<int>(fd), POLLIN, 0});
  }
  // A pidfd tells of the end only, and nothing tells of an adopted child.
  int subreaper = 0;
  prctl(PR_GET_CHILD_SUBREAPER, &subreaper);
  bool look = wait.options & (WSTOPPED | WCONTINUED) || subreaper ||
              getpid() == 1 || entries.size() < children.size();
  timespec moment = {0, 10000000};
  long result = Interruptible(SYS_ppoll, reinterpret_cast<long>(entries.data()),
                              entries.size(),
                              reinterpret_cast<long>(look ? &moment : nullptr));
  int error = result == -1 ? errno : 0;
  for (const pollfd& entry : entries) close(entry.fd);
  return error;
}

// Any child but the foreign ones. A foreign zombie that is first in the
// kernel's list hides all others from Peek(): then it takes the long way.
pid_t WaitForOwn(Wait* wait, const Pids& foreign) {
  // Wrong options are EINVAL whatever there is: nobody is his own child.
  pid_t result = Call(wait, P_PID, getpid(), wait->options | WNOHANG);
  if (result != -ECHILD) return result;
  for (;;) {
    pid_t first = Peek(*wait);
    if (first < 0) return first;
    Pids own;
    if (first > 0 && !Contains(foreign, first)) {
      own.push_back(first);
    } else if (int error = FindOwn(*wait, foreign, &own)) {
      return -error;
    }
    Pids unchanged;
    for (pid_t child : own) {
      result = Call(wait, P_PID, child, wait->options | WNOHANG);
      if (result == 0)
        unchanged.push_back(child);
      else if (result != -ECHILD)
        return result;
    }
    if (Contains(own, first)) continue;  // a Worker was faster
    if (unchanged.empty()) return -ECHILD;
    if (wait->options & WNOHANG) return 0;
    if (int error = AwaitChange(*wait, unchanged)) return -error;
  }
}

pid_t Run(Napi::Env env, Wait* wait) {
  if (wait->idtype != P_ALL && wait->idtype != P_PGID)
    return Call(wait, wait->idtype, wait->id, wait->options);
  Pids foreign = LibuvChildren(env);
  if (!foreign.empty()) return WaitForOwn(wait, foreign);
  return Call(wait, wait->idtype, wait->id, wait->options | __WNOTHREAD);
}

// What wait4 means by `pid`.
Wait ForPid(int pid, int options) {
  if (pid > 0) return {Wait::kWait4, P_PID, static_cast<id_t>(pid), options};
  if (pid == -1) return {Wait::kWait4, P_ALL, 0, options};
  return {Wait::kWait4, P_PGID, 0 - static_cast<id_t>(pid), options};
}

Napi::Array Found(Napi::Env env, pid_t pid, int status) {
  Napi::Array found = Napi::Array::New(env, 2);
  found.Set(0u, pid);
  found.Set(1u, status);
  return found;
}

// waitpid(pid, options) → [pid, status], or null for WNOHANG and nothing yet.
Napi::Value Waitpid(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Wait wait = ForPid(Int(info, 0), Int(info, 1));
  pid_t pid = Run(env, &wait);
  if (pid < 0) return ThrowErrno(env, -pid, "waitpid", Int(info, 0));
  if (pid == 0) return env.Null();
  return Found(env, pid, wait.status);
}

// wait4(pid, options) → [pid, status, rusage], or null.
Napi::Value Wait4(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Wait wait = ForPid(Int(info, 0), Int(info, 1));
  pid_t pid = Run(env, &wait);
  if (pid < 0) return ThrowErrno(env, -pid, "wait4", Int(info, 0));
  if (pid == 0) return env.Null();
  Napi::Array found = Found(env, pid, wait.status);
  found.Set(2u, Rusage(env, wait.usage));
  return found;
}

// waitid(idtype, id, options) → [signo, code, pid, uid, status, value], or
// null.
Napi::Value Waitid(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Wait wait = {Wait::kWaitid, Int(info, 0), static_cast<id_t>(Int(info, 1)),
               Int(info, 2)};
  pid_t pid = Run(env, &wait);
  if (pid < 0)
    return wait.idtype == P_PID ? ThrowErrno(env, -pid, "waitid", Int(info, 1))
                                : ThrowErrno(env, -pid, "waitid");
  if (pid == 0) return env.Null();
  const siginfo_t& found = wait.info;
  Napi::Array fields = Napi::Array::New(env);
  fields.Set(0u, found.si_signo);
  fields.Set(1u, found.si_code);
  fields.Set(2u, found.si_pid);
  fields.Set(3u, found.si_uid);
  fields.Set(4u, found.si_status);
  fields.Set(5u, 0);
  return fields;
}

// The status word of a child that has ended, as wait4 would have given it.
int StatusOf(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return W_EXITCODE(info.si_status & 0xff, 0);
  return info.si_status | (info.si_code == CLD_DUMPED ? WCOREFLAG : 0);
}

// 1, 0, or -1 with an errno.
int HasEnded(int pidfd) {
  pollfd entry = {pidfd, POLLIN, 0};
  int count;
  do {
    count = poll(&entry, 1, 0);
  } while (count == -1 && errno == EINTR);
  return count;
}

// own(pid): ECHILD unless it is a child of this thread, and not libuv's to wait
// for.
Napi::Value Own(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  pid_t pid = Int(info, 0);
  Wait wait = {Wait::kWait4, P_PID, static_cast<id_t>(pid), 0};
  int error = Contains(LibuvChildren(env), pid) ? ECHILD : -Peek(wait);
  if (error > 0) return ThrowErrno(env, error, "waitpid", pid);
  return env.Undefined();
}

// reap(pidfd, pid) → as wait4(pid, WNOHANG), but never of another child that
// got the same number, and null for any process that has not ended; the pid, if
// known, is for the error's message.
Napi::Value Reap(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Wait wait = {Wait::kWaitid, P_PIDFD, static_cast<id_t>(Int(info, 0)),
               WEXITED | WNOHANG};
  pid_t pid = Run(env, &wait);
  if (pid == -ECHILD) {
    int ended = HasEnded(Int(info, 0));
    if (ended == 0) return env.Null();
    if (ended == -1) return ThrowErrno(env, errno, "poll");
  }
  if (pid < 0)
    return info[1].IsNumber() ? ThrowErrno(env, -pid, "waitpid", Int(info, 1))
                              : ThrowErrno(env, -pid, "waitid");
  if (pid == 0) return env.Null();
  Napi::Array found = Found(env, pid, StatusOf(wait.info));
  found.Set(2u, Rusage(env, wait.usage));
  return found;
}

}  // namespace

void InitWait(Napi::Object exports) {
  Export<Waitpid>(exports, "waitpid");
  Export<Wait4>(exports, "wait4");
  Export<Waitid>(exports, "waitid");
  Export<Own>(exports, "own");
  Export<Reap>(exports, "reap");
}

}  // namespace posix_proc
