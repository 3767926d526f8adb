// Re-creating the parent's threads in the child. Each is given to clone() with
// its own TLS, as glibc does it, starts on a scratch stack, and leaves that by
// rt_sigreturn: the signal frame of its original, on its own stack, holds its
// registers, its signal mask and where it was.

#include <linux/sched.h>
#include <sys/prctl.h>

#include "threads.h"

namespace posix_proc::fork {

ptrdiff_t rseqOffset;

namespace {

constexpr size_t kScratchStack = 8192;
constexpr uint32_t kRseqSize = 32, kRseqSignature = 0x53053053;

// Never unmapped: a thread may be on its way out at exit.
Pages& scratchPages = *new Pages;

struct {
  Futex gate;  // 1: revived threads may go on; 2: those of Workers too
  bool holdWorkers;
} revival;

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
    // Node's own loader is idle; it goes on in the child.
    if (thread->busy) MuzzleThread();
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
  // Nobody leaves before everybody is there: a failure ends the child whole.
  return result < 0 ? static_cast<int>(-result) : 0;
}

void ReleaseRevived() {
  revival.gate = 1;
  FutexWake(&revival.gate, FUTEX_PRIVATE_FLAG,
            revival.holdWorkers ? INT_MAX : 1);
}

void ReleaseWorkers() {
  revival.gate = 2;
  FutexWake(&revival.gate, FUTEX_PRIVATE_FLAG);
}

}  // namespace posix_proc::fork
