// What the files about threads share: threads.cc parks them, judge.cc says
// whether they are idle, revive.cc re-creates them, visit.cc lets them do
// something and go on, exit.cc looks whether they ever will.
#pragma once

#include <cstring>

#include "fork.h"

namespace posix_proc::fork {

// A thread in the handler. It waits while `state` is the round in which it
// came; 0 is a free slot, kTaken one that is being filled or revived.
struct Parked {
  Futex state;
  pid_t tid;
  ucontext_t* context;
  uintptr_t fs;
  void* robustList;
  size_t robustSize;
  char name[16];
  void* isolate;
  bool busy;  // a Worker in the midst of JavaScript
};
constexpr uint32_t kTaken = 1;

// Every slot; those of parked threads have a state above kTaken.
struct Slots {
  Parked* first;
  std::atomic<uint32_t> capacity;
};
extern Slots slots;

template <typename Visit>
void ForEachParked(Visit visit) {
  for (uint32_t i = 0; i < slots.capacity; i++)
    if (slots.first[i].state > kTaken) visit(&slots.first[i]);
}

extern size_t tidOffset;  // of the thread id in glibc's struct pthread
extern void* mainIsolate;

inline bool IsWorker(const Parked& thread) {
  return thread.isolate && thread.isolate != mainIsolate;
}

// "<prefix><number><suffix>", without malloc or stdio.
struct Path {
  char text[64];
  Path(const char* prefix, long number, const char* suffix = "") {
    char* end = stpcpy(text, prefix);
    char digits[20];
    int length = 0;
    do {
      digits[length++] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number > 0);
    while (length > 0) *end++ = digits[--length];
    strcpy(end, suffix);
  }
};

// ---- threads.cc

// Of signal 33; false where it is not glibc's.
bool InstallHandler();
// `purpose` is an address that tells the handler what to do; `round` and
// `place` are the sender's. -errno, or 0.
long SendSignal(pid_t pid, pid_t tid, void* purpose, uint32_t round,
                uint32_t place = 0);
// Finds all other threads; their count or -errno. Their ids are at Tasks().
long ListTasks(pid_t self);
pid_t* Tasks();
// How many threads there are, the caller included; -errno.
long CountTasks();
std::string NameOf(pid_t tid);
// Threads of io_uring are listed among ours and take no signals.
bool IsKernels(const std::string& name);

// ---- visit.cc

extern char visiting;  // the purpose
void OnVisit(const siginfo_t& info, ucontext_t* context);

// ---- judge.cc

// Which system call a thread is blocked in.
struct Sample {
  pid_t tid;
  long number;
  unsigned long args[6], sp, pc;
};
// Notes what each of these threads is doing, before it is disturbed.
void TakeSamples(const pid_t* tids, long count);
const Sample* FindSample(pid_t tid);  // nullptr: it was running
void ForgetSamples();
// No lock is held by an idle thread, and no system call is under way that would
// be made twice.
bool IsIdle(const Parked& thread);
// A Worker that is stopped in code that V8 generated holds no lock of malloc,
// V8, libuv or Node either.
bool InGeneratedCode(const Parked& thread);

// ---- revive.cc

// Of glibc's struct rseq in each TCB; 0 when it registers none (before 2.35).
extern ptrdiff_t rseqOffset;

}  // namespace posix_proc::fork
