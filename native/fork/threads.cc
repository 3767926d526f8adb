// Parking threads, judging them, and re-creating them in a forked child.
//
// The signal is 33, glibc's own SIGSETXID, through raw system calls: glibc
// keeps everybody from blocking it and nobody owns it, so it reaches even
// threads that block "all" signals. Ours are told from glibc's by their
// siginfo; a real setxid request, or one of another copy of this code, goes on
// to the handler that was there before. Once installed, ours stays: a thread
// that could not be parked in time still has the signal pending, and glibc's
// handler would take it for a setxid request.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "fork.h"

namespace posix_proc::fork {
namespace {

constexpr int kSignal = 33;
constexpr size_t kScratchStack = 8192;

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
};
constexpr uint32_t kTaken = 1;

// Which system call a thread was blocked in before it was sent the signal.
struct Sample {
  pid_t tid;
  long number;
  unsigned long args[6], sp, pc;
};

struct {
  Futex round;     // whose signals count; 0: none, they come too late
  Futex arrivals;  // counts up, to wait for
  Futex gate;      // counts up, for those who wait in the handler
  Parked* slots;
  uint32_t capacity;
} park;
uint32_t lastRound = kTaken;

// Never unmapped: at exit, threads may still be on their way out of here.
Pages& slotPages = *new Pages;
Pages& scratchPages = *new Pages;
Pages& taskPages = *new Pages;
Pages& samplePages = *new Pages;
uint32_t sampleCount;

struct KernelAction {  // struct sigaction as rt_sigaction(2) has it
  void (*handler)(int, siginfo_t*, void*);
  unsigned long flags;
  void (*restorer)();
  uint64_t mask;
};
KernelAction previousAction;

size_t tidOffset;  // of the thread id in glibc's struct pthread
using TryGetCurrent = void* (*)();
TryGetCurrent tryGetCurrent;  // v8::Isolate::TryGetCurrent(): reads one TLS word
void* mainIsolate;

struct {
  Futex gate;  // 1: revived threads may go on; 2: those of Workers too
  bool holdWorkers;
} revival;

// Of glibc's struct rseq in each TCB; 0 when it registers none (before 2.35).
ptrdiff_t rseqOffset;
constexpr uint32_t kRseqSize = 32, kRseqSignature = 0x53053053;

asm(".pushsection .text\n"
    ".type posix_proc_restorer, @function\n"
    "posix_proc_restorer: mov $15, %eax\n"
    "syscall\n"
    ".popsection");
extern "C" void posix_proc_restorer() asm("posix_proc_restorer");

bool IsWorker(const Parked& thread) {
  return thread.isolate && thread.isolate != mainIsolate;
}

uintptr_t ThreadPointer() {
  uintptr_t fs;
  asm("mov %%fs:0, %0" : "=r"(fs));
  return fs;
}

void OnSignal(int number, siginfo_t* info, void* context) {
  if (info->si_code != SI_QUEUE || info->si_value.sival_ptr != &park) {
    if (previousAction.handler) previousAction.handler(number, info, context);
    return;
  }
  uint32_t round = static_cast<uint32_t>(info->si_errno);
  if (park.round != round) return;
  for (uint32_t i = 0; i < park.capacity; i++) {
    Parked* slot = &park.slots[i];
    uint32_t empty = 0;
    if (!slot->state.compare_exchange_strong(empty, kTaken)) continue;
    slot->tid = static_cast<pid_t>(Raw(SYS_gettid));
    slot->context = static_cast<ucontext_t*>(context);
    slot->fs = ThreadPointer();
    Raw(SYS_get_robust_list, 0, reinterpret_cast<long>(&slot->robustList),
        reinterpret_cast<long>(&slot->robustSize));
    Raw(SYS_prctl, PR_GET_NAME, reinterpret_cast<long>(slot->name));
    slot->isolate = tryGetCurrent();
    slot->state = round;
    park.arrivals.fetch_add(1);
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

bool InstallHandler() {
  static bool installed = false;
  if (installed) return true;
  KernelAction old = {};
  if (Raw(SYS_rt_sigaction, kSignal, 0, reinterpret_cast<long>(&old), 8) != 0)
    return false;
  if (old.handler == nullptr) return false;  // not glibc's: somebody else's libc
  previousAction = old;
  // The handler outlives whoever loaded this library.
  Dl_info self;
  if (dladdr(&park, &self)) dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
  KernelAction action = {};
  action.handler = OnSignal;
  // SA_ONSTACK: runtimes with tiny stacks (Go) demand it of every handler.
  action.flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK | 0x04000000;
  action.restorer = posix_proc_restorer;
  action.mask = ~UINT64_C(0);
  installed = Raw(SYS_rt_sigaction, kSignal, reinterpret_cast<long>(&action),
                  0, 8) == 0;
  return installed;
}

// ---- finding the thread id in the TCB

// Every offset at which the TCB of the calling thread holds its thread id.
void TidOffsets(bool (&found)[512]) {
  const int* tcb = reinterpret_cast<const int*>(ThreadPointer());
  int tid = static_cast<int>(Raw(SYS_gettid));
  for (size_t i = 0; i < 512; i++) found[i] = tcb[i] == tid;
}

// Measured, not assumed: the one offset that holds for two threads. When no
// second one can be made, the first fork that finds room measures it.
bool FindTidOffset() {
  if (tidOffset != 0) return true;
  static bool here[512], there[512];
  TidOffsets(here);
  uv_thread_t helper;
  if (uv_thread_create(&helper, [](void*) { TidOffsets(there); }, nullptr))
    return true;
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

// ---- listing and sampling

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

// The ids of all other threads into taskPages; their count or -errno. No
// malloc: some threads may be parked already.
long ListTasks(pid_t self) {
  long dir = Raw(SYS_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/task"),
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
      reinterpret_cast<pid_t*>(taskPages.data())[count++] = tid;
    }
    if (result < 0) break;
  }
  Raw(SYS_close, dir);
  return result < 0 ? result : count;
}

// /proc/self/task/TID/syscall: "202 0x.. (six) 0xSP 0xPC", or "running".
void TakeSamples(long count) {
  static Pages& text = *new Pages;
  sampleCount = 0;
  if (!samplePages.Reserve(count * sizeof(Sample))) return;
  auto* samples = reinterpret_cast<Sample*>(samplePages.data());
  for (long i = 0; i < count; i++) {
    pid_t tid = reinterpret_cast<pid_t*>(taskPages.data())[i];
    Path path("/proc/self/task/", tid, "/syscall");
    if (ReadFile(path.text, &text) <= 0 || text.data()[0] < '0' ||
        text.data()[0] > '9')
      continue;
    Sample* sample = &samples[sampleCount++];
    char* at = text.data();
    sample->tid = tid;
    sample->number = strtol(at, &at, 10);
    for (unsigned long& arg : sample->args) arg = strtoul(at, &at, 16);
    sample->sp = strtoul(at, &at, 16);
    sample->pc = strtoul(at, &at, 16);
  }
}

// ---- judging

bool IsSyscall(unsigned long address) {
  // Every address here was an instruction pointer: it can be read.
  auto* code = reinterpret_cast<const unsigned char*>(address);
  return code[0] == 0x0f && code[1] == 0x05;
}

// A wait on a futex that still holds the value that was waited for: otherwise
// a thread that was parked later has woken this one, and it has work to do.
bool IsFutexWait(unsigned long word, unsigned long op, unsigned long value) {
  op &= FUTEX_CMD_MASK;
  return (op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET) &&
         *reinterpret_cast<const uint32_t*>(word) ==
             static_cast<uint32_t>(value);
}

bool IsEpoll(unsigned long fd) {
  if (fd > INT_MAX) return false;
  char target[32];
  Path path("/proc/self/fd/", static_cast<long>(fd));
  long size = Raw(SYS_readlink, path.text, reinterpret_cast<long>(target),
                  sizeof(target));
  static const char kEpoll[] = "anon_inode:[eventpoll]";
  return size == sizeof(kEpoll) - 1 && memcmp(target, kEpoll, size) == 0;
}

// A wait that ends with EINTR does not tell which call it was; what the thread
// was doing before the signal does, if it has not moved since.
bool WasIdleWait(const Parked& thread, const greg_t* regs) {
  auto* samples = reinterpret_cast<Sample*>(samplePages.data());
  for (uint32_t i = 0; i < sampleCount; i++) {
    const Sample& sample = samples[i];
    if (sample.tid != thread.tid) continue;
    if (sample.sp != static_cast<unsigned long>(regs[REG_RSP]) ||
        sample.pc != static_cast<unsigned long>(regs[REG_RIP]) ||
        sample.args[0] != static_cast<unsigned long>(regs[REG_RDI]) ||
        sample.args[1] != static_cast<unsigned long>(regs[REG_RSI]))
      return false;
    switch (sample.number) {
      case SYS_futex:
        return IsFutexWait(sample.args[0], sample.args[1], sample.args[2]);
      case SYS_epoll_wait:
      case SYS_epoll_pwait:
      case SYS_epoll_pwait2:
      case SYS_nanosleep:
      case SYS_clock_nanosleep:
      case SYS_rt_sigtimedwait:
        return true;
      // Bounded, it may be a resolver waiting for its answer.
      case SYS_poll:
        return static_cast<int>(sample.args[2]) < 0;
      case SYS_ppoll:
        return sample.args[2] == 0;
      case SYS_select:
      case SYS_pselect6:
        return sample.args[4] == 0;
      default:
        return false;
    }
  }
  return false;
}

bool IsIdle(const Parked& thread) {
  const greg_t* regs = thread.context->uc_mcontext.gregs;
  unsigned long rip = static_cast<unsigned long>(regs[REG_RIP]);
  // The kernel has set the thread back onto its system call, to restart it.
  if (regs[REG_RAX] == SYS_futex && IsSyscall(rip))
    return IsFutexWait(static_cast<unsigned long>(regs[REG_RDI]),
                       static_cast<unsigned long>(regs[REG_RSI]),
                       static_cast<unsigned long>(regs[REG_RDX]));
  if (regs[REG_RAX] == -EINTR && IsSyscall(rip - 2))
    return IsEpoll(static_cast<unsigned long>(regs[REG_RDI])) ||
           WasIdleWait(thread, regs);
  return false;
}

// Code that V8 generated lies in anonymous memory. A Worker that is stopped
// there holds no lock of malloc, V8, libuv or Node.
bool InGeneratedCode(const Parked& thread) {
  static Pages& maps = *new Pages;
  if (ReadFile("/proc/self/maps", &maps) <= 0) return false;
  unsigned long rip =
      static_cast<unsigned long>(thread.context->uc_mcontext.gregs[REG_RIP]);
  for (char* line = maps.data(); *line;) {
    char* at = line;
    unsigned long start = strtoul(at, &at, 16);
    unsigned long end = strtoul(at + 1, &at, 16);
    char* next = strchr(line, '\n');
    if (rip >= start && rip < end) {
      strtoul(at + 6, &at, 16);  // over the permissions: the offset
      at = strchr(at + 1, ' ');  // the device
      if (!at || strtoul(at, &at, 10) != 0) return false;  // the inode
      at += strspn(at, " ");
      return strncmp(at, "[vdso]", 6) != 0;
    }
    if (!next) break;
    line = next + 1;
  }
  return false;
}

template <typename Visit>
void ForEachParked(Visit visit) {
  for (uint32_t i = 0; i < park.capacity; i++)
    if (park.slots[i].state > kTaken) visit(&park.slots[i]);
}

// Lets go of every thread when one is not idle. Workers that may be busy stay,
// once they have been caught at a good moment: another one of them, and what it
// needs, has to move on, but not they.
bool Judge(bool busyWorkers, pid_t* culprit, Refusal* refusal) {
  *culprit = 0;
  bool known = true;
  ForEachParked([&](Parked* slot) {
    if (*reinterpret_cast<int*>(slot->fs + tidOffset) != slot->tid)
      known = false;
    bool held = busyWorkers && IsWorker(*slot) && InGeneratedCode(*slot);
    if (!held && !IsIdle(*slot)) *culprit = slot->tid;
  });
  if (!known)
    refusal->Code("ERR_FORK_UNSUPPORTED", "glibc's threads look unfamiliar");
  if (known && *culprit == 0) return true;
  ForEachParked([&](Parked* slot) {
    if (!known || !busyWorkers || !IsWorker(*slot) || !InGeneratedCode(*slot))
      slot->state = 0;
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

bool Exists(pid_t pid, pid_t tid) {
  return Raw(SYS_tgkill, pid, tid, 0) == 0;
}

long SendSignal(pid_t pid, pid_t tid, uint32_t round) {
  siginfo_t info = {};
  info.si_signo = kSignal;
  info.si_code = SI_QUEUE;
  info.si_errno = static_cast<int>(round);
  info.si_value.sival_ptr = &park;
  return Raw(SYS_rt_tgsigqueueinfo, pid, tid, kSignal,
             reinterpret_cast<long>(&info));
}

// Sends the signal to every thread that is not parked, and waits until it is;
// lists them again until no new one has appeared. False: `late` did not come.
bool Gather(uint32_t round, int64_t deadline, pid_t* late, Refusal* refusal) {
  pid_t pid = static_cast<pid_t>(Raw(SYS_getpid));
  pid_t self = static_cast<pid_t>(Raw(SYS_gettid));
  for (bool more = true; more;) {
    more = false;
    long count = ListTasks(self);
    if (count < 0) return refusal->Errno(static_cast<int>(-count), "open");
    auto* tids = reinterpret_cast<pid_t*>(taskPages.data());
    for (long i = 0; i < count; i++) {
      long result = IsParked(tids[i]) ? -ESRCH : SendSignal(pid, tids[i], round);
      if (result == 0) continue;
      tids[i--] = tids[--count];  // parked, or it has ended
      if (result != -ESRCH)
        return refusal->Errno(static_cast<int>(-result), "rt_tgsigqueueinfo");
    }
    for (long i = 0; i < count; i++) {
      more = true;
      for (;;) {
        uint32_t arrivals = park.arrivals;
        if (IsParked(tids[i]) || !Exists(pid, tids[i])) break;
        if (NowNs() > deadline) {
          *late = tids[i];
          return false;
        }
        timespec wait = {0, 1000000};
        FutexWait(&park.arrivals, arrivals, FUTEX_PRIVATE_FLAG, &wait);
      }
    }
  }
  return true;
}

bool Busy(pid_t tid, const char* doing, Refusal* refusal) {
  Pages text;
  std::string name;
  if (ReadFile(Path("/proc/self/task/", tid, "/comm").text, &text) > 0)
    name.assign(text.data(), strcspn(text.data(), "\n"));
  return refusal->Code("ERR_FORK_BUSY", "thread " + std::to_string(tid) + " (" +
                                            name + ") " + doing);
}

// ---- revival

// The first and last thing a revived thread does on its scratch stack. Its TLS
// is in place; nothing here may touch errno.
extern "C" [[noreturn]] void posix_proc_resume(Parked* thread) {
  Raw(SYS_set_robust_list, thread->robustList,
      static_cast<long>(thread->robustSize));
  Raw(SYS_prctl, PR_SET_NAME, reinterpret_cast<long>(thread->name));
  if (rseqOffset != 0) {
    auto* rseq = reinterpret_cast<uint32_t*>(thread->fs + rseqOffset);
    // A thread whose registration fails must not read a stale cpu_id; -2 is
    // glibc's own RSEQ_CPU_ID_REGISTRATION_FAILED.
    if (Raw(SYS_rseq, rseq, kRseqSize, 0, kRseqSignature) != 0)
      rseq[1] = static_cast<uint32_t>(-2);
  }
  uint32_t needed = 1;
  if (revival.holdWorkers && IsWorker(*thread)) {
    MuzzleThread();
    needed = 2;
  }
  for (uint32_t gate; (gate = revival.gate) < needed;)
    FutexWait(&revival.gate, gate, FUTEX_PRIVATE_FLAG);
  if (needed == 1) FutexWake(&revival.gate, FUTEX_PRIVATE_FLAG, 1);
  ucontext_t* context = thread->context;
  thread->state = 0;  // the slot may be filled anew from here on
  asm volatile(
      "mov %0, %%rsp\n"
      "mov $15, %%eax\n"  // rt_sigreturn: the frame restores everything
      "syscall\n"
      "hlt"
      :
      : "r"(context)
      : "memory");
  __builtin_unreachable();
}

long CloneThread(Parked* thread, char* stackTop) {
  // glibc's own flags, so that pthread_join and pthread_kill keep working.
  constexpr long kFlags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM |
                          CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS |
                          CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  auto** stack = reinterpret_cast<Parked**>(stackTop) - 2;
  *stack = thread;
  long tid = static_cast<long>(thread->fs + tidOffset);
  long result;
  register long childTid asm("r10") = tid;
  register long tls asm("r8") = static_cast<long>(thread->fs);
  asm volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "mov (%%rsp), %%rdi\n"
      "xor %%ebp, %%ebp\n"
      "call posix_proc_resume\n"
      "1:"
      : "=a"(result)
      : "a"(SYS_clone), "D"(kFlags), "S"(stack), "d"(tid), "r"(childTid),
        "r"(tls)
      : "rcx", "r11", "memory");
  return result;
}

}  // namespace

std::string CannotPark() {
  static bool can = false;
  if (Raw(SYS_access, "/proc/self/task", F_OK) != 0)
    return "/proc is not mounted";
  if (can) return "";
  void* rseq = dlsym(RTLD_DEFAULT, "__rseq_offset");
  if (rseq) rseqOffset = *static_cast<const ptrdiff_t*>(rseq);
  tryGetCurrent = reinterpret_cast<TryGetCurrent>(
      dlsym(RTLD_DEFAULT, "_ZN2v87Isolate13TryGetCurrentEv"));
  if (!tryGetCurrent) return "this program does not export V8's isolates";
  mainIsolate = tryGetCurrent();
  Pages status;
  long length = ReadFile("/proc/self/status", &status);
  if (length < 0) return "";  // for a moment only: fork meets it too
  const char* features = strstr(status.data(), "x86_Thread_features:");
  if (features && std::string(features, strcspn(features, "\n")).find("shstk") !=
                      std::string::npos)
    return "threads have shadow stacks (shstk)";
  if (!InstallHandler()) return "glibc's handler of signal 33 is not there";
  if (!FindTidOffset()) return "glibc keeps thread ids at an unknown place";
  can = tidOffset != 0;
  return "";
}

// Threads of this child that have not gone back to their frames yet still use
// their slots and scratch stacks.
bool AwaitRevived(int64_t deadline) {
  for (uint32_t i = 0; i < park.capacity; i++) {
    while (park.slots[i].state == kTaken) {
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
  if (!AwaitRevived(patience()))
    return refusal->Code("ERR_FORK_BUSY", "the last fork has not ended yet");
  long count = ListTasks(self);
  if (count < 0) return refusal->Errno(static_cast<int>(-count), "open");
  if (tidOffset == 0) return refusal->Errno(EAGAIN, "pthread_create");
  // Slots must not move while threads wait on them: room for many more.
  uint32_t capacity = static_cast<uint32_t>(count) + 256;
  if (!slotPages.Reserve(capacity * sizeof(Parked)))
    return refusal->Errno(ENOMEM, "mmap");
  park.slots = reinterpret_cast<Parked*>(slotPages.data());
  park.capacity = capacity;
  sampleCount = 0;

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
    if ((count = ListTasks(self)) > 0) TakeSamples(count);
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

bool PrepareRevival(int threads, Refusal* refusal) {
  return scratchPages.Reserve(threads * kScratchStack) ||
         refusal->Errno(ENOMEM, "mmap");
}

int ReviveThreads(bool holdWorkers) {
  revival.gate = 0;
  revival.holdWorkers = holdWorkers;
  if (holdWorkers) PrepareMuzzle();
  char* top = scratchPages.data();
  long result = 0;
  ForEachParked([&](Parked* slot) {
    if (result < 0) return;
    slot->state = kTaken;
    top += kScratchStack;
    result = CloneThread(slot, top);
  });
  if (result < 0) return static_cast<int>(-result);
  // Nobody leaves before everybody is there: a failure ends the child whole.
  revival.gate = 1;
  FutexWake(&revival.gate, FUTEX_PRIVATE_FLAG, holdWorkers ? INT_MAX : 1);
  return 0;
}

pid_t* OwnTid() {
  return reinterpret_cast<pid_t*>(ThreadPointer() + tidOffset);
}

void ReleaseWorkers() {
  revival.gate = 2;
  FutexWake(&revival.gate, FUTEX_PRIVATE_FLAG);
}

}  // namespace posix_proc::fork
