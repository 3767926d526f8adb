// fork(2) for a process that runs JavaScript: the whole story, once.
//
// A plain fork() kills every modern Node process. V8 marks what it maps
// MADV_DONTFORK, so the child has no heap and no code; and of the dozen threads
// that V8, libuv and Node lean on only the caller survives, so that the first
// garbage collection, file access or exit waits for ever for one of the others.
// What works is to give the child all of it: every mapping, and every thread
// at the very place where it stood. Nothing in V8, Node or libuv has to know.
//
//   1. Park (threads.cc, judge.cc). Each other thread is sent signal 33 and
//      waits in our handler. When one of them is not idle, all are let go, and
//      we look again a moment later: the main thread is here and posts no work,
//      so the pools run dry. Idle threads hold no lock and have no system call
//      in flight that would be made twice.
//   2. Make the descriptors that the child's event loops will need, so that a
//      lack of them is found out here (descriptors.cc, rings.cc).
//   3. Find the mappings marked MADV_DONTFORK and lift the mark (mappings.cc).
//   4. clone(SIGCHLD): as _Fork() does, without fork()'s atfork handlers, and
//      without its clean-up of the "vanished" threads, which do not vanish.
//   5. Parent: marks back, spare descriptors closed, threads let go.
//   6. Child, alone: its own eventfds, epolls and signal pipes under the
//      old numbers; uv_loop_fork(); wake-ups that were pending sent again;
//      handles that are the parent's let go (handles.cc).
//   7. Child: re-create each thread with clone() on its own stack and TLS
//      (revive.cc). It leaves through rt_sigreturn, by the signal frame of its
//      original. Workers that end in the child wait (muzzle.cc).
//   8. Child: report "repaired" on a shared page, or an errno and _exit. The
//      parent waits for the report: fork() returns or throws in the parent, and
//      a half-repaired child never runs JavaScript.
//   9. Child: marks back, and its threads may go.
//
// JavaScript's share (process.pid, caches of entropy, Workers, the IPC
// channel, atfork hooks) is in src/posix/fork/.
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/types.h>
#include <ucontext.h>
#include <uv.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "raw.h"

namespace posix_proc::fork {

// Why fork() does not happen. `step` names the system call of an errno;
// `code` is one of ours instead, with its sentence.
struct Refusal {
  int error = 0;
  const char* step = nullptr;
  const char* code = nullptr;
  std::string reason;

  bool Errno(int number, const char* call) {
    error = number;
    step = call;
    return false;
  }
  // By reading /proc: into memory that is mapped for it.
  bool Reading(int number) {
    return Errno(number, number == ENOMEM ? "mmap" : "open");
  }
  bool Code(const char* name, std::string sentence) {
    code = name;
    reason = std::move(sentence);
    return false;
  }
};

// A private mapping of pages outside of malloc's reach: while a thread is
// parked that has not been judged yet, it may hold malloc's lock.
class Pages {
 public:
  ~Pages();
  // At least `size` bytes, what was there kept. False: ENOMEM.
  bool Reserve(size_t size, bool shared = false);
  char* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
};

// Reads a file of /proc whole, with a closing NUL. -errno, or its length.
long ReadFile(const char* path, Pages* into, int dir = AT_FDCWD);

struct MapsLine {
  uintptr_t start, end;
  const char* permissions;
  uint64_t offset, inode;
  std::string_view name;
};

// /proc/self/maps, line by line.
class Maps {
 public:
  int Read();  // an errno, or 0
  void Rewind() { at_ = text_.data(); }
  bool Next(MapsLine* line);

 private:
  Pages text_;
  size_t length_ = 0;
  const char* at_ = nullptr;
};

// ---- threads.cc, judge.cc, revive.cc

// What keeps this process from parking its threads; empty when nothing does.
std::string CannotPark();

// Parks every thread but the caller's. With `busyWorkers`, threads with a V8
// isolate of their own may be running JavaScript instead of being idle.
bool ParkThreads(int64_t deadline, bool busyWorkers, Refusal* refusal);
void ReleaseThreads();
// How many are parked, and how many of them are Workers.
int ParkedThreads(int* workers);
// In the parent, before the clone: stacks for the revived threads.
bool PrepareRevival(int threads, Refusal* refusal);
// In the child: re-creates every thread, to be held until ReleaseRevived().
// Those of Workers are held longer when `holdWorkers`. An errno, or 0.
int ReviveThreads(bool holdWorkers);
void ReleaseRevived();
void ReleaseWorkers();
// Where glibc keeps the caller's thread id.
pid_t* OwnTid();

// ---- visit.cc

// Runs `visit` on every thread but the caller's, in a signal handler, until it
// has returned true there. A thread that comes too late runs it all the same.
// Not for threads that are parked.
bool VisitThreads(bool (*visit)(ucontext_t*), int64_t deadline,
                  Refusal* refusal);

// ---- muzzle.cc

// In the child: a Worker that is to end there must not touch the world outside
// on its way. Prepared by the main thread, put on by the Worker's own.
void PrepareMuzzle();
void MuzzleThread();

// ---- mappings.cc

// As LiftDontFork() read them, which is right before the clone.
extern Maps& maps;
// Finds the ranges marked MADV_DONTFORK (threads parked) and unmarks them.
bool LiftDontFork(Refusal* refusal);
// Marks the same ranges again.
void RestoreDontFork();
// The same in fewer calls, which mark what lies in holes between V8's pages as
// well: when nothing has been mapped since.
void RestoreDontForkAtOnce();

// ---- descriptors.cc

// At load: which pipe libuv guards its signal handlers with. An errno, or 0.
int FindSignalLockPipe();
bool PrepareDescriptors(uv_loop_t* loop, const std::vector<int>& shared,
                        Refusal* refusal);
void DiscardDescriptors();
// With which the event loops of this process wake each other, and libuv's lock.
const std::vector<int>& LoopWakers();
// In the child: puts the prepared ones in place. An errno, or 0.
int ReplaceDescriptors(uv_loop_t* loop);

// ---- rings.cc

void ForgetRings();
// An io_uring instance of some event loop; `thread` is the kernel's, if any.
bool AddRing(int fd, int thread, Refusal* refusal);
// In the child, after uv_loop_fork(). An errno, or 0.
int ReplaceRings();

// ---- handles.cc

// In the child: the parent's children and IPC channels are none of its own.
int LeaveProcessesToParent(uv_loop_t* loop);
// In the child: every socket, server and watcher that is still open, but for
// standard input, output and error, becomes inert. An errno, or 0.
int CloseHandles(uv_loop_t* loop);
bool HasTimers(uv_loop_t* loop);

// ---- exit.cc

// At the end of a child's JavaScript: the process ends with `status` at the
// latest when all of its threads wait for each other.
void GuardExit(int status);

}  // namespace posix_proc::fork
