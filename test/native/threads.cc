// Threads that are visited, to change their masks, and parked, for fork: while
// they are parked, what they have written may be read and changed without a
// lock, and afterwards they find it changed.
//
// None is born meanwhile, and none waits but by a system call of its own:
// ThreadSanitizer's start of a thread is no place for a handler that it
// follows, and in its version of pthread_cond_wait() it does not see who waits
// for whom.

#include "../../native/fork/threads.cc"

#include <thread>
#include <vector>

#include "../../native/sigmask.cc"
#include "harness.h"

using namespace posix_proc;
using namespace posix_proc::fork;

namespace {

constexpr int kThreads = 6, kRounds = 200;

std::atomic<bool> over;
std::atomic<int> started;
Futex doorbell;

struct Work {
  uint64_t done = 0, seen = 0;
} works[kThreads];  // nothing of it is atomic

// A little work whenever the bell rings, then idle.
void Serve(int number) {
  started++;
  for (uint32_t heard = 0; !over; heard = doorbell) {
    works[number].done++;
    while (doorbell == heard) FutexWait(&doorbell, heard, FUTEX_PRIVATE_FLAG);
  }
}

void Ring() {
  doorbell++;
  FutexWake(&doorbell, FUTEX_PRIVATE_FLAG);
}

// What this thread blocks, by what the kernel says.
SignalMask Blocked(pid_t tid) {
  Pages status;
  CHECK(ReadFile(Path("/proc/self/task/", tid, "/status").text, &status) > 0);
  const char* blocked = strstr(status.data(), "SigBlk:");
  CHECK(blocked);
  return strtoul(blocked + 7, nullptr, 16);
}

void Visit(int round) {
  SignalMask mask = round % 2 ? Bit(SIGUSR1) | Bit(SIGTERM) : 0;
  Refusal refusal;
  CHECK(SetMask(mask, &refusal));
  CHECK(Own() == mask);
  CHECK(ListTasks(getpid()) == kThreads);
  // The last ones may be on their way out of the handler.
  for (int i = 0; i < kThreads; i++)
    while (Blocked(Tasks()[i]) != mask) usleep(100);
}

void Park() {
  Refusal refusal;
  CHECK(ParkThreads(NowNs() + 20000000000, false, &refusal));
  int workers;
  CHECK(ParkedThreads(&workers) == kThreads && workers == 0);
  for (struct Work& work : works) work.seen = ++work.done;
  ReleaseThreads();
}

// ThreadSanitizer has a thread that only tidies up, and could not bear our
// handler. It blocks every signal but 33.
void EndThreadOfSanitizer() {
  auto setAction = [](const KernelAction* action, KernelAction* old) {
    CHECK(Raw(SYS_rt_sigaction, kSignal, reinterpret_cast<long>(action),
              reinterpret_cast<long>(old), 8) == 0);
  };
  KernelAction before, end = {};
  end.handler = [](int, siginfo_t*, void*) { Raw(SYS_exit); };
  end.flags = 0x04000000;  // SA_RESTORER
  end.restorer = posix_proc_restorer;
  setAction(&end, &before);
  for (long i = ListTasks(getpid()); i-- > 0;)
    Raw(SYS_tgkill, getpid(), Tasks()[i], kSignal);
  while (CountTasks() > 1) usleep(1000);
  setAction(&before, nullptr);
}

}  // namespace

int main() {
  static bool here[512], there[512];
  TidOffsets(here);
  // With the first thread, glibc installs its handler.
  std::thread([] { TidOffsets(there); }).join();
  for (size_t i = 0; i < 512; i++)
    if (here[i] && there[i]) tidOffset = i * sizeof(int);
  EndThreadOfSanitizer();
  tryGetCurrent = []() -> void* { return nullptr; };
  CHECK(tidOffset != 0 && InstallHandler());

  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; i++) threads.emplace_back(Serve, i);
  while (started < kThreads) usleep(1000);
  for (int i = 0; i < kRounds; i++) {
    Ring();
    Visit(i);
    Park();
  }
  over = true;
  Ring();
  for (std::thread& thread : threads) thread.join();
  // More than by the main thread alone.
  for (struct Work& work : works) CHECK(work.done > kRounds);
}
