// The ring of signals: threads are sent signals, forward them to the main one,
// and see that it has taken them out. One signal at a time of each number:
// ThreadSanitizer holds a second one to be the same.

#include <thread>
#include <vector>

#include "../../native/signal.cc"
#include "harness.h"

using namespace posix_proc;

// Of libuv, which is not there: no signal is to be stranded.
extern "C" int uv_async_send(uv_async_t*) { abort(); }

namespace {

constexpr int kThreads = 4, kSignals = 50;

std::atomic<int> handled[kThreads];  // by the main thread
std::atomic<int> libuvHeard;

// As a sigqueue() that the kernel gives to this thread.
void SendToSelf(int signo, int value) {
  siginfo_t info = {};
  info.si_signo = signo;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_value.sival_int = value;
  CHECK(syscall(SYS_rt_tgsigqueueinfo, getpid(), syscall(SYS_gettid), signo,
                &info) == 0);
}

void Send(int number) {
  for (int i = 0; i < kSignals; i++) {
    SendToSelf(SIGRTMIN + number, i);
    while (handled[number] == i) usleep(10);
  }
}

}  // namespace

int main() {
  std::vector<siginfo_t> memory(kRing);
  ring = memory.data();
  onMainThread = true;
  libuvHandler = [](int) { libuvHeard++; };
  uv_signal_t hold = {};
  struct sigaction action = {};
  action.sa_sigaction = OnSignal;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigfillset(&action.sa_mask);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; i++) {
    holds[SIGRTMIN + i] = &hold;
    CHECK(sigaction(SIGRTMIN + i, &action, nullptr) == 0);
  }
  for (int i = 0; i < kThreads; i++) threads.emplace_back(Send, i);

  for (int left = kThreads * kSignals; left > 0;) {
    if (taken.load() == caught.load()) {
      usleep(10);
      continue;
    }
    siginfo_t signal = ring[taken.load() % kRing];
    taken.store(taken.load() + 1);
    std::atomic<int>& count = handled[signal.si_signo - SIGRTMIN];
    CHECK(signal.si_code == SI_QUEUE && signal.si_pid == getpid());
    CHECK(signal.si_value.sival_int == count);
    count++;
    left--;
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(lost == 0 && libuvHeard == kThreads * kSignals);
}
