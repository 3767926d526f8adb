// Visiting threads: what only a thread itself can do, it does in the handler of
// signal 33 (threads.cc), and goes on. Threads that are born meanwhile are
// found by looking again, until all who are listed had been visited before.

#include <unistd.h>

#include <algorithm>

#include "threads.h"

namespace posix_proc::fork {

char visiting;

namespace {

enum Answer : uint32_t { kNone, kSent, kAgain, kDone };

constexpr uint32_t kMost = 1 << 14;

// By place: a thread, and how far it is, with the round above the answer.
pid_t tids[kMost];
Futex answers[kMost];
uint32_t places;

std::atomic<bool (*)(ucontext_t*)> visitor;
Futex round;
Futex arrivals;  // counts up, to wait for
Futex awaited;   // the count at which to wake the one who waits

uint32_t InRound(uint32_t number, Answer answer) {
  return number << 2 | answer;
}

// kMost: there is no room.
uint32_t PlaceOf(pid_t tid) {
  auto place =
      static_cast<uint32_t>(std::find(tids, tids + places, tid) - tids);
  if (place == places && places < kMost) tids[places++] = tid;
  return place;
}

void AwaitArrivals() {
  timespec wait = {0, 1000000};
  for (;;) {
    uint32_t count = arrivals;
    if (static_cast<int32_t>(awaited - count) <= 0) return;
    if (FutexWait(&arrivals, count, FUTEX_PRIVATE_FLAG, &wait) == -ETIMEDOUT)
      return;
  }
}

}  // namespace

void OnVisit(const siginfo_t& info, ucontext_t* context) {
  // Before the visit, for who comes late is not to answer for another round.
  uint32_t now = round;
  bool done = visitor.load()(context);
  if (static_cast<uint32_t>(info.si_errno) != now) return;
  answers[info.si_uid] = InRound(now, done ? kDone : kAgain);
  if (arrivals.fetch_add(1) + 1 == awaited)
    FutexWake(&arrivals, FUTEX_PRIVATE_FLAG);
}

bool VisitThreads(bool (*visit)(ucontext_t*), int64_t deadline,
                  Refusal* refusal) {
  if (!InstallHandler())
    return refusal->Code("ERR_SIGNAL_MASK_UNSUPPORTED",
                         "glibc's handler of signal 33 is not there");
  pid_t pid = getpid(), self = static_cast<pid_t>(Raw(SYS_gettid));
  visitor = visit;
  uint32_t now = ++round;
  places = 0;
  bool again = false;
  for (long pauseNs = 50000;;) {
    if (again) {
      timespec pause = {0, pauseNs};
      nanosleep(&pause, nullptr);
      pauseNs = std::min(2 * pauseNs, 2000000L);
    }
    again = false;
    long count = ListTasks(self);
    if (count < 0) return refusal->Errno(static_cast<int>(-count), "open");
    pid_t late = 0;
    awaited = arrivals.load();
    for (long i = 0; i < count; i++) {
      pid_t tid = Tasks()[i];
      uint32_t place = PlaceOf(tid);
      if (place == kMost) return refusal->Errno(EAGAIN, "rt_tgsigqueueinfo");
      uint32_t answer = answers[place];
      if (answer == InRound(now, kDone)) continue;
      late = tid;
      if (answer == InRound(now, kSent)) continue;
      answers[place] = InRound(now, kSent);
      awaited++;
      long result = SendSignal(pid, tid, &visiting, now, place);
      if (result == 0) continue;
      if (result != -ESRCH)
        return refusal->Errno(static_cast<int>(-result), "rt_tgsigqueueinfo");
      arrivals++;  // it has ended
    }
    bool over = NowNs() > deadline;
    // The kernel's list is cut short when a thread ends that is being listed.
    if (late == 0 && (over || CountTasks() == count + 1)) return true;
    AwaitArrivals();
    for (uint32_t i = 0; i < places; i++)
      again |= answers[i] == InRound(now, kAgain);
    if (late == 0) continue;
    Futex& answer = answers[PlaceOf(late)];
    if (answer != InRound(now, kSent) && !over) continue;
    std::string name = NameOf(late);
    if (IsKernels(name))
      answer = InRound(now, kDone);
    else if (over)
      return refusal->Code(
          "ERR_SIGNAL_MASK_BUSY",
          "thread " + std::to_string(late) + " (" + name +
              ") does not answer the signal that changes its mask");
  }
}

}  // namespace posix_proc::fork
