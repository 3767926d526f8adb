// The end of a child that would hang. process.exit() of Node joins V8's threads
// while one of them may wait for the main thread to collect garbage
// (nodejs/node#54918). Then nobody moves any more, and the child ends here.

#include <unistd.h>

#include "threads.h"

namespace posix_proc::fork {
namespace {

int exitStatus;

bool WaitsForever(const Sample* sample) {
  if (!sample || sample->number != SYS_futex) return false;
  unsigned long op = sample->args[1] & FUTEX_CMD_MASK,
                timeout = sample->args[3];
  return (op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET) && timeout == 0;
}

// The main thread joins another one, and all others wait for each other.
bool IsStuck() {
  long count = ListTasks(static_cast<pid_t>(Raw(SYS_gettid)));
  if (count <= 0) return false;
  TakeSamples(Tasks(), count);
  for (long i = 0; i < count; i++)
    if (!WaitsForever(FindSample(Tasks()[i]))) return false;
  // pthread_join() waits for a word to change that holds the thread's id.
  unsigned long joined = FindSample(getpid())->args[2];
  for (long i = 0; i < count; i++)
    if (joined == static_cast<unsigned long>(Tasks()[i])) return true;
  return false;
}

void Watch(void*) {
  for (int looks = 0; looks < 2;) {
    timespec pause = {0, 100000000};
    nanosleep(&pause, nullptr);
    looks = IsStuck() ? looks + 1 : 0;
  }
  Raw(SYS_exit_group, exitStatus);
}

}  // namespace

void GuardExit(int status) {
  exitStatus = status;
  SignalsBlocked blocked;  // its thread is to take none
  uv_thread_t thread;
  uv_thread_create(&thread, Watch, nullptr);  // without one, as Node does it
}

}  // namespace posix_proc::fork
