// The addon's door: constants, and one line for each topic file.

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "seam.h"

#ifndef P_PIDFD  // glibc 2.36
#define P_PIDFD 3
#endif
#ifndef PIDFD_NONBLOCK  // glibc 2.36; the second came with Linux 6.9
#define PIDFD_NONBLOCK O_NONBLOCK
#endif
#ifndef PIDFD_THREAD
#define PIDFD_THREAD O_EXCL
#endif
#ifndef MFD_NOEXEC_SEAL  // Linux 6.3
#define MFD_NOEXEC_SEAL 0x0008U
#define MFD_EXEC 0x0010U
#endif
#ifndef F_SEAL_FUTURE_WRITE  // Linux 5.1
#define F_SEAL_FUTURE_WRITE 0x0010
#endif
#ifndef F_SEAL_EXEC  // Linux 6.3
#define F_SEAL_EXEC 0x0020
#endif
#ifndef MADV_COLD  // glibc 2.32
#define MADV_COLD 20
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_POPULATE_READ  // glibc 2.35; Linux 5.14
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_COLLAPSE  // glibc 2.37; Linux 6.1
#define MADV_COLLAPSE 25
#endif
#ifndef CLOSE_RANGE_UNSHARE  // glibc 2.34
#define CLOSE_RANGE_UNSHARE (1U << 1)
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif
#ifndef SYS_SECCOMP  // only the kernel's headers have it
#define SYS_SECCOMP 1
#endif

// linux/ioprio.h, which older headers lack.
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_WHO_PGRP 2
#define IOPRIO_WHO_USER 3
#define IOPRIO_CLASS_NONE 0
#define IOPRIO_CLASS_RT 1
#define IOPRIO_CLASS_BE 2
#define IOPRIO_CLASS_IDLE 3

namespace posix_proc {
namespace {

struct Constant {
  const char* name;
  int value;
};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  const Constant constants[] = {
#define C(name) {#name, static_cast<int>(name)},
#include "constants.def"
#undef C
  };
  Napi::Object object = Napi::Object::New(env);
  for (const Constant& constant : constants)
    object.Set(constant.name, constant.value);
  exports.Set("constants", object);
  // binding.gyp hashes native/ and itself into this; a test compares it with
  // the tree, so a stale prebuilt binary cannot go unnoticed.
  exports.Set("sourceHash", POSIX_PROC_SOURCE_HASH);

  InitCwd(exports);
  InitDaemonize(exports);
  InitEnv(exports);
  InitErrno(exports);
  InitExec(exports);
  InitExit(exports);
  InitFcntl(exports);
  InitFd(exports);
#ifdef __x86_64__  // elsewhere fork() refuses before it gets here
  InitFork(exports);
#endif
  InitIds(exports);
  InitKill(exports);
  InitLimits(exports);
  InitMemory(exports);
  InitNotify(exports);
  InitOpenpty(exports);
  InitPidfd(exports);
  InitPoll(exports);
  InitPosixSpawn(exports);
  InitPrctl(exports);
  InitPty(exports);
  InitSched(exports);
  InitSession(exports);
  InitSigmask(exports);
  InitSignal(exports);
  InitSignalfd(exports);
  InitSigwait(exports);
  InitSocket(exports);
  InitSpawn(exports);
  InitStdio(exports);
  InitTerminal(exports);
  InitTermios(exports);
  InitTimer(exports);
  InitUsage(exports);
  InitUsers(exports);
  InitWait(exports);
  InitWatch(exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(posix_proc, Init)

}  // namespace posix_proc
