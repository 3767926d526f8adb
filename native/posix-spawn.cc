// posix_spawn(3), posix_spawnp(3). libc makes the child in the memory of the
// parent (CLONE_VM | CLONE_VFORK), so that the cost does not grow with it.
//
// Node marks descriptors 0, 1 and 2 close-on-exec at start, and libuv lets some
// of them not block. Neither is for a program that inherits them. To clear the
// mark in this process would be a race with all who spawn in other threads; and
// a dup2 onto itself clears it in the child since glibc 2.29 only. So the child
// gets them from copies under other numbers.

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <string>

#include "inherit.h"
#include "seam.h"
#include "symbol.h"

#ifndef POSIX_SPAWN_SETSID  // glibc 2.26 has it for _GNU_SOURCE
#define POSIX_SPAWN_SETSID 0x80
#endif

namespace posix_proc {
namespace {

// Closed at the end, in the parent.
class Copies {
 public:
  ~Copies() {
    for (int fd : fds_) close(fd);
  }
  bool Add(int fd) {
    if (fd == -1) return false;
    fds_.push_back(fd);
    return true;
  }
  int last() const { return fds_.back(); }

 private:
  std::vector<int> fds_;
};

// An errno or 0.
int HandOnStdio(Napi::Env env, posix_spawn_file_actions_t* actions,
                Copies* copies) {
  for (int fd : {0, 1, 2}) {
    int flags = fcntl(fd, F_GETFD), status = fcntl(fd, F_GETFL);
    if (flags == -1) continue;  // closed, and stays so
    bool nonblocking = status & O_NONBLOCK;
    if (!nonblocking && !(flags & FD_CLOEXEC)) continue;
    if (!nonblocking || !copies->Add(OpenBlocking(fd, status))) {
      if (!copies->Add(fcntl(fd, F_DUPFD_CLOEXEC, 3))) return errno;
      if (nonblocking) MakeBlocking(env, fd, status);
    }
    int error = posix_spawn_file_actions_adddup2(actions, copies->last(), fd);
    if (error == 0)
      error = posix_spawn_file_actions_addclose(actions, copies->last());
    if (error != 0) return error;
  }
  return 0;
}

// These are newer than our floor in glibc: 2.29, 2.34 and 2.35.
using AddPath = int (*)(posix_spawn_file_actions_t*, const char*);
using AddFd = int (*)(posix_spawn_file_actions_t*, int);

void* NewerAction(const std::string& kind) {
  return Symbol(("posix_spawn_file_actions_add" + kind + "_np").c_str());
}

// hasFileAction(kind): whether this libc knows it.
Napi::Value HasFileAction(const Napi::CallbackInfo& info) {
  void* found = NewerAction(info[0].As<Napi::String>());
  return Napi::Boolean::New(info.Env(), found != nullptr);
}

// ['open', fd, path, flags, mode], ['close', fd], ['dup2', fd, newfd],
// ['chdir', path]; or ['fchdir', fd], ['closefrom', fd], ['tcsetpgrp', fd].
int AddAction(posix_spawn_file_actions_t* actions, const Napi::Array& action) {
  auto number = [&](uint32_t i) {
    return action.Get(i).As<Napi::Number>().Int32Value();
  };
  std::string kind = action.Get(0u).As<Napi::String>();
  if (kind == "close")
    return posix_spawn_file_actions_addclose(actions, number(1));
  if (kind == "dup2")
    return posix_spawn_file_actions_adddup2(actions, number(1), number(2));
  if (kind == "open")
    return posix_spawn_file_actions_addopen(actions, number(1),
                                            CString(action.Get(2)), number(3),
                                            static_cast<mode_t>(number(4)));
  void* add = NewerAction(kind);
  if (kind == "chdir")
    return reinterpret_cast<AddPath>(add)(actions, CString(action.Get(1)));
  return reinterpret_cast<AddFd>(add)(actions, number(1));
}

sigset_t Set(const Napi::Value& value) {
  Napi::Array signals = value.As<Napi::Array>();
  sigset_t set;
  sigemptyset(&set);
  for (uint32_t i = 0; i < signals.Length(); i++)
    sigaddset(&set, signals.Get(i).As<Napi::Number>().Int32Value());
  return set;
}

// (path, argv, env | null, actions, pgroup | null, setsid, resetids,
// mask | null, defaults, policy | null, priority) → pid
template <decltype(posix_spawn) spawn>
Napi::Value Spawn(const Napi::CallbackInfo& info, const char* name) {
  CStrings argv(info[1]);
  CStrings env(info[2].IsNull() ? Napi::Uint8Array::New(info.Env(), 0)
                                : info[2]);
  Napi::Array actions = info[3].As<Napi::Array>();
  short flags = POSIX_SPAWN_SETSIGDEF;
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  if (!info[4].IsNull()) {
    flags |= POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setpgroup(&attributes, Int(info, 4));
  }
  if (info[5].As<Napi::Boolean>()) flags |= POSIX_SPAWN_SETSID;
  if (info[6].As<Napi::Boolean>()) flags |= POSIX_SPAWN_RESETIDS;
  if (!info[7].IsNull()) {
    flags |= POSIX_SPAWN_SETSIGMASK;
    sigset_t mask = Set(info[7]);
    posix_spawnattr_setsigmask(&attributes, &mask);
  }
  int error = 0;
  if (!info[9].IsNull()) {
    flags |= POSIX_SPAWN_SETSCHEDULER;
    sched_param priority = {Int(info, 10)};
    posix_spawnattr_setschedparam(&attributes, &priority);
    error = posix_spawnattr_setschedpolicy(&attributes, Int(info, 9));
  }
  sigset_t defaults = Set(info[8]);
  // glibc leaves its own two signals ignored in the child, against POSIX, if
  // they are not in this set, and sigaddset() does not put them in.
  *reinterpret_cast<unsigned long*>(&defaults) |= 3UL << (32 - 1);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, flags);

  posix_spawn_file_actions_t file_actions;
  posix_spawn_file_actions_init(&file_actions);
  pid_t pid;
  if (error == 0) {
    Copies copies;
    error = HandOnStdio(info.Env(), &file_actions, &copies);
    for (uint32_t i = 0; error == 0 && i < actions.Length(); i++)
      error = AddAction(&file_actions, actions.Get(i).As<Napi::Array>());
    if (error == 0)
      error = spawn(&pid, CString(info[0]), &file_actions, &attributes,
                    argv.get(), info[2].IsNull() ? environ : env.get());
  }
  posix_spawn_file_actions_destroy(&file_actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return ThrowErrno(info.Env(), error, name, CString(info[0]));
  return Napi::Number::New(info.Env(), pid);
}

Napi::Value PosixSpawn(const Napi::CallbackInfo& info) {
  return Spawn<posix_spawn>(info, "posix_spawn");
}

Napi::Value PosixSpawnp(const Napi::CallbackInfo& info) {
  return Spawn<posix_spawnp>(info, "posix_spawnp");
}

}  // namespace

void InitPosixSpawn(Napi::Object exports) {
  Export<PosixSpawn>(exports, "posix_spawn");
  Export<PosixSpawnp>(exports, "posix_spawnp");
  Export<HasFileAction>(exports, "hasFileAction");
}

}  // namespace posix_proc
