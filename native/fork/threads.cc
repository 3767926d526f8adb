// Parking threads.
//
// The signal is 33, glibc's own SIGSETXID, through raw system calls: glibc
// keeps everybody from blocking it and nobody owns it, so it reaches even
// threads that block "all" signals. Ours are told from glibc's by their
// siginfo; a real setxid request, or one of another copy of this code, goes on
// to the handler that was there before. Once installed, ours stays: a thread
// that could not be parked in time still has the signal pending, and glibc's
// handler would take it for a setxid request.

#include "threads.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "../symbol.h"

namespace posix_proc::fork {

Slots slots;
size_t tidOffset;
void* mainIsolate;

namespace {

constexpr int kSignal = 33;

struct {
  Futex round;     // whose signals count; 0: none, they come too late
  Futex arrivals;  // counts up, to wait for
  Futex awaited;   // the count at which to wake the one who waits
  Futex gate;      // counts up, for those who wait in the handler
} park;
uint32_t lastRound = kTaken;

// Never unmapped and never moved: threads may still be on their way out of
// here, or come too late, at exit and at the next fork.
constexpr uint32_t kMostSlots = 1 << 14;
Pages& slotPages = *new Pages;
Pages& taskPages = *new Pages;

struct KernelAction {  // struct sigaction as rt_sigaction(2) has it
  void (*handler)(int, siginfo_t*, void*);
  unsigned long flags;
  void (*restorer)();
  uint64_t mask;
};
KernelAction previousAction;

using TryGetCurrent = void* (*)();
TryGetCurrent tryGetCurrent;  // v8::Isolate's: it reads one word of TLS

asm(".pushsection .text\n"
    ".type posix_proc_restorer, @function\n"
    "posix_proc_restorer: mov $15, %eax\n"
    "syscall\n"
    ".popsection");
extern "C" void posix_proc_restorer() asm("posix_proc_restorer");

uintptr_t ThreadPointer() {
  uintptr_t fs;
  asm("mov %%fs:0, %0" : "=r"(fs));
  return fs;
}

// A revived thread leaves its frame without a return, so ASan is to mark
// nothing there.
__attribute__((no_sanitize_address)) void OnSignal(int number, siginfo_t* info,
                                                   void* context) {
  if (info->si_code == SI_QUEUE && info->si_value.sival_ptr == &visiting) {
    OnVisit(*info, static_cast<ucontext_t*>(context));
    return;
  }
  if (info->si_code != SI_QUEUE || info->si_value.sival_ptr != &park) {
    if (previousAction.handler) previousAction.handler(number, info, context);
    return;
  }
  uint32_t round = static_cast<uint32_t>(info->si_errno);
  if (park.round != round) return;
  for (uint32_t i = 0; i < slots.capacity; i++) {
    Parked* slot = &slots.first[i];
    uint32_t empty = 0;
    if (!slot->state.compare_exchange_strong(empty, kTaken)) continue;
    // In this order: whoever ends a round looks for slots that are taken.
    if (park.round != round) {
      slot->state = 0;
      return;
    }
    slot->tid = static_cast<pid_t>(Raw(SYS_gettid));
    slot->context = static_cast<ucontext_t*>(context);
    slot->fs = ThreadPointer();
    Raw(SYS_get_robust_list, 0, reinterpret_cast<long>(&slot->robustList),
        reinterpret_cast<long>(&slot->robustSize));
    Raw(SYS_prctl, PR_GET_NAME, reinterpret_cast<long>(slot->name));
    slot->isolate = tryGetCurrent();
    slot->state = round;
    if (park.arrivals.fetch_add(1) + 1 == park.awaited)
      FutexWake(&park.arrivals, FUTEX_PRIVATE_FLAG);
    for (;;) {
      uint32_t gate = park.gate;
      if (slot->state != round) break;
      FutexWait(&park.gate, gate, FUTEX_PRIVATE_FLAG);
    }
    FutexWake(&park.gate, FUTEX_PRIVATE_FLAG, 1);  // see ReleaseThreads()
    return;
  }
}

}  // namespace

bool InstallHandler() {
  static bool installed = false;
  if (installed) return true;
  KernelAction old = {};
  if (Raw(SYS_rt_sigaction, kSignal, 0, reinterpret_cast<long>(&old), 8) != 0)
    return false;
  if (old.handler == nullptr)
    return false;  // not glibc's: somebody else's libc
  previousAction = old;
  KernelAction action = {};
  action.handler = OnSignal;
  // SA_ONSTACK: runtimes with tiny stacks (Go) demand it of every handler.
  action.flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK | 0x04000000;
  action.restorer = posix_proc_restorer;
  action.mask = ~UINT64_C(0);
  installed = Raw(SYS_rt_sigaction, kSignal, reinterpret_cast<long>(&action), 0,
                  8) == 0;
  return installed;
}

namespace {

// ---- finding the thread id in the TCB

// Every offset at which the TCB of the calling thread holds its thread id.
void TidOffsets(bool (&found)[512]) {
  const int* tcb = reinterpret_cast<const int*>(ThreadPointer());
  int tid = static_cast<int>(Raw(SYS_gettid));
  for (size_t i = 0; i < 512; i++) found[i] = tcb[i] == tid;
}

// For want of what it was not measured yet; the next fork tries again.
Refusal& want = *new Refusal;

// Measured, not assumed: the one offset that holds for two threads.
bool FindTidOffset() {
  if (tidOffset != 0) return true;
  static bool here[512], there[512];
  TidOffsets(here);
  uv_thread_t helper;
  if (int error = uv_thread_create(
          &helper, [](void*) { TidOffsets(there); }, nullptr)) {
    want.Errno(-error, "pthread_create");
    return true;
  }
  uv_thread_join(&helper);
  size_t found = 0, count = 0;
  for (size_t i = 0; i < 512; i++) {
    if (!here[i] || !there[i]) continue;
    found = i * sizeof(int);
    count++;
  }
  if (count == 1) tidOffset = found;
  return count == 1;
}

}  // namespace

pid_t* Tasks() { return reinterpret_cast<pid_t*>(taskPages.data()); }

// No malloc: some threads may be parked already.
long ListTasks(pid_t self) {
  long dir =
      Raw(SYS_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/task"),
          O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return dir;
  long count = 0, result;
  char buffer[4096];
  while ((result = Raw(SYS_getdents64, dir, reinterpret_cast<long>(buffer),
                       sizeof(buffer))) > 0) {
    for (long at = 0; at < result;) {
      auto* entry = reinterpret_cast<dirent64*>(buffer + at);
      at += entry->d_reclen;
      pid_t tid = 0;
      for (const char* c = entry->d_name; *c >= '0' && *c <= '9'; c++)
        tid = tid * 10 + (*c - '0');
      if (tid == 0 || tid == self) continue;
      if (!taskPages.Reserve((count + 1) * sizeof(pid_t))) result = -ENOMEM;
      if (result < 0) break;
      Tasks()[count++] = tid;
    }
    if (result < 0) break;
  }
  Raw(SYS_close, dir);
  return result < 0 ? result : count;
}

// The directory has a link for each, beside two of its own.
long CountTasks() {
  struct stat status;
  long result =
      Raw(SYS_stat, "/proc/self/task", reinterpret_cast<long>(&status));
  return result < 0 ? result : static_cast<long>(status.st_nlink) - 2;
}

namespace {

// Lets go of every thread when one is not idle. Workers that may be busy stay,
// once they have been caught at a good moment: another one of them, and what it
// needs, has to move on, but not they.
bool Judge(bool busyWorkers, pid_t* culprit, Refusal* refusal) {
  *culprit = 0;
  bool known = true;
  ForEachParked([&](Parked* slot) {
    if (*reinterpret_cast<int*>(slot->fs + tidOffset) != slot->tid)
      known = false;
    bool idle = IsIdle(*slot);
    slot->busy =
        !idle && busyWorkers && IsWorker(*slot) && InGeneratedCode(*slot);
    if (!idle && !slot->busy) *culprit = slot->tid;
  });
  if (!known)
    refusal->Code("ERR_FORK_UNSUPPORTED", "glibc's threads look unfamiliar");
  if (known && *culprit == 0) return true;
  ForEachParked([&](Parked* slot) {
    if (!known || !slot->busy) slot->state = 0;
  });
  park.gate++;
  FutexWake(&park.gate, FUTEX_PRIVATE_FLAG);
  return false;
}

// ---- parking

bool IsParked(pid_t tid) {
  bool found = false;
  ForEachParked([&](Parked* slot) { found |= slot->tid == tid; });
  return found;
}

bool Exists(pid_t pid, pid_t tid) { return Raw(SYS_tgkill, pid, tid, 0) == 0; }

}  // namespace

long SendSignal(pid_t pid, pid_t tid, void* purpose, uint32_t round,
                uint32_t place) {
  siginfo_t info = {};
  info.si_signo = kSignal;
  info.si_code = SI_QUEUE;
  info.si_errno = static_cast<int>(round);
  info.si_uid = place;
  info.si_value.sival_ptr = purpose;
  return Raw(SYS_rt_tgsigqueueinfo, pid, tid, kSignal,
             reinterpret_cast<long>(&info));
}

std::string NameOf(pid_t tid) {
  Pages text;
  if (ReadFile(Path("/proc/self/task/", tid, "/comm").text, &text) <= 0)
    return "";
  return std::string(text.data(), strcspn(text.data(), "\n"));
}

bool IsKernels(const std::string& name) { return name.rfind("iou-", 0) == 0; }

// One that finishes a request, and then lingers for seconds: it writes to no
// memory of ours but the ring, and each process has rings of its own. Unlike
// iou-sqp, which looks for requests itself.
bool IsWorkerOfRing(const std::string& name) {
  return name.rfind("iou-wrk", 0) == 0;
}

namespace {

// Sends the signal to every thread that is not parked, and waits until it is;
// lists them again until no new one has appeared. False: `late` did not come.
bool Gather(uint32_t round, int64_t deadline, pid_t* late, Refusal* refusal) {
  pid_t pid = static_cast<pid_t>(Raw(SYS_getpid));
  pid_t self = static_cast<pid_t>(Raw(SYS_gettid));
  for (bool more = true; more;) {
    more = false;
    long others = 0;
    long count = ListTasks(self);
    if (count < 0) return refusal->Reading(static_cast<int>(-count));
    pid_t* tids = Tasks();
    uint32_t before = park.arrivals;
    for (long i = 0; i < count; i++) {
      long result =
          IsParked(tids[i]) ? -ESRCH : SendSignal(pid, tids[i], &park, round);
      if (result == 0) continue;
      tids[i--] = tids[--count];  // parked, or it has ended
      if (result != -ESRCH)
        return refusal->Errno(static_cast<int>(-result), "rt_tgsigqueueinfo");
    }
    park.awaited = before + static_cast<uint32_t>(count);
    for (long i = 0; i < count; i++) {
      bool kernels = false;  // it lives on, unparked
      for (;;) {
        uint32_t arrivals = park.arrivals;
        if (IsParked(tids[i]) || !Exists(pid, tids[i])) break;
        timespec wait = {0, 2000000};
        if (FutexWait(&park.arrivals, arrivals, FUTEX_PRIVATE_FLAG, &wait) !=
            -ETIMEDOUT)
          continue;
        // A name is short enough for std::string to hold it without malloc.
        std::string name = NameOf(tids[i]);
        kernels = IsWorkerOfRing(name);
        if (kernels) break;
        if (NowNs() < deadline && !IsKernels(name)) continue;
        *late = tids[i];
        return false;
      }
      kernels ? others++ : more = true;
    }
    // Those that are parked make no new ones: if they are all, it is over.
    int workers;
    if (CountTasks() == ParkedThreads(&workers) + 1 + others) break;
  }
  return true;
}

bool Busy(pid_t tid, const char* doing, Refusal* refusal) {
  std::string name = NameOf(tid);
  if (IsKernels(name))
    return refusal->Code("ERR_FORK_UNSUPPORTED",
                         "io_uring has a thread of the kernel's here (" + name +
                             "): UV_USE_IO_URING=1?");
  return refusal->Code("ERR_FORK_BUSY", "thread " + std::to_string(tid) + " (" +
                                            name + ") " + doing);
}

}  // namespace

std::string CannotPark() {
  static bool can = false;
  long proc = Raw(SYS_access, "/proc/self/task", F_OK);
  if (proc == -ENOENT || proc == -EACCES) return "/proc is not mounted";
  if (can) return "";
  void* rseq = Symbol("__rseq_offset");
  if (rseq) rseqOffset = *static_cast<const ptrdiff_t*>(rseq);
  tryGetCurrent = reinterpret_cast<TryGetCurrent>(
      Symbol("_ZN2v87Isolate13TryGetCurrentEv"));
  if (!tryGetCurrent) return "this program does not export V8's isolates";
  mainIsolate = tryGetCurrent();
  Pages status;
  long length = ReadFile("/proc/self/status", &status);
  if (length < 0) {
    want.Reading(static_cast<int>(-length));
    return "";
  }
  const char* features = strstr(status.data(), "x86_Thread_features:");
  if (features &&
      std::string(features, strcspn(features, "\n")).find("shstk") !=
          std::string::npos)
    return "threads have shadow stacks (shstk)";
  if (!InstallHandler()) return "glibc's handler of signal 33 is not there";
  if (!FindTidOffset()) return "glibc keeps thread ids at an unknown place";
  can = tidOffset != 0;
  return "";
}

// Until no slot is being filled, or used by a thread of this child that has not
// gone back to its frame yet.
bool AwaitTaken(int64_t deadline) {
  for (uint32_t i = 0; i < slots.capacity; i++) {
    while (slots.first[i].state == kTaken) {
      if (NowNs() > deadline) return false;
      Raw(SYS_sched_yield);
    }
  }
  return true;
}

bool ParkThreads(int64_t deadline, bool busyWorkers, Refusal* refusal) {
  pid_t self = static_cast<pid_t>(Raw(SYS_gettid));
  // Even with no time left, threads get the moment that a signal takes.
  auto patience = [deadline] { return std::max(deadline, NowNs() + 50000000); };
  if (!AwaitTaken(patience()))
    return refusal->Code("ERR_FORK_BUSY", "the last fork has not ended yet");
  if (tidOffset == 0) {
    *refusal = want;
    return false;
  }
  long count = CountTasks();
  if (count < 0) return refusal->Errno(static_cast<int>(-count), "stat");
  // Room for many more, which may be born meanwhile.
  uint32_t capacity = static_cast<uint32_t>(count) + 256;
  if (capacity > kMostSlots || !slotPages.Reserve(kMostSlots * sizeof(Parked)))
    return refusal->Errno(ENOMEM, "mmap");
  slots.first = reinterpret_cast<Parked*>(slotPages.data());
  slots.capacity = capacity;
  ForgetSamples();

  // A busy Worker is caught at a good moment by chance: many short tries. A
  // pool that runs dry is best left alone.
  const long longestPause = busyWorkers ? 100000 : 2000000;
  for (long pauseNs = 50000;; pauseNs = std::min(2 * pauseNs, longestPause)) {
    uint32_t round = ++lastRound;
    park.round = round;
    pid_t culprit = 0;
    bool gathered = Gather(round, patience(), &culprit, refusal);
    park.round = 0;
    if (!gathered) {
      AwaitTaken(patience());
      ReleaseThreads();
      return refusal->error
                 ? false
                 : Busy(culprit, "does not answer the signal that parks it",
                        refusal);
    }
    if (Judge(busyWorkers, &culprit, refusal)) return true;
    if (refusal->code) return false;
    if (NowNs() > deadline) {
      ReleaseThreads();
      return Busy(culprit, "is not idle", refusal);
    }
    timespec pause = {0, pauseNs};
    nanosleep(&pause, nullptr);
    // From now on, know what each is doing before it is disturbed.
    if ((count = ListTasks(self)) > 0) TakeSamples(Tasks(), count);
  }
}

// One is woken, and each wakes the next as it leaves: a dozen at once would
// take the processors from those who still have to work on the fork.
void ReleaseThreads() {
  ForEachParked([](Parked* slot) { slot->state = 0; });
  park.gate++;
  FutexWake(&park.gate, FUTEX_PRIVATE_FLAG, 1);
}

int ParkedThreads(int* workers) {
  int threads = 0;
  *workers = 0;
  ForEachParked([&](Parked* slot) {
    threads++;
    *workers += IsWorker(*slot);
  });
  return threads;
}

pid_t* OwnTid() {
  return reinterpret_cast<pid_t*>(ThreadPointer() + tidOffset);
}

}  // namespace posix_proc::fork
