// Whether a parked thread is idle, from the registers that its signal frame
// holds: the kernel has left the thread at the system call it was blocked in.

#include <cstdlib>

#include "threads.h"

namespace posix_proc::fork {
namespace {

Pages& samplePages = *new Pages;
uint32_t sampleCount;

bool IsSyscall(unsigned long address) {
  // Every address here was an instruction pointer: it can be read.
  auto* code = reinterpret_cast<const unsigned char*>(address);
  return code[0] == 0x0f && code[1] == 0x05;
}

// A wait on a futex that still holds the value that was waited for: otherwise
// a thread that was parked later has woken this one, and it has work to do. The
// word may be one of ASan's own, where nobody else is to read.
__attribute__((no_sanitize_address)) bool IsFutexWait(unsigned long word,
                                                      unsigned long op,
                                                      unsigned long value) {
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
  const Sample* sample = FindSample(thread.tid);
  if (!sample || sample->sp != static_cast<unsigned long>(regs[REG_RSP]) ||
      sample->pc != static_cast<unsigned long>(regs[REG_RIP]) ||
      sample->args[0] != static_cast<unsigned long>(regs[REG_RDI]) ||
      sample->args[1] != static_cast<unsigned long>(regs[REG_RSI]))
    return false;
  switch (sample->number) {
    case SYS_futex:
      return IsFutexWait(sample->args[0], sample->args[1], sample->args[2]);
    case SYS_epoll_wait:
    case SYS_epoll_pwait:
    case SYS_epoll_pwait2:
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
    case SYS_rt_sigtimedwait:
      return true;
    // Bounded, it may be a resolver waiting for its answer.
    case SYS_poll:
      return static_cast<int>(sample->args[2]) < 0;
    case SYS_ppoll:
      return sample->args[2] == 0;
    case SYS_select:
    case SYS_pselect6:
      return sample->args[4] == 0;
    default:
      return false;
  }
}

}  // namespace

// /proc/self/task/TID/syscall: "202 0x.. (six) 0xSP 0xPC", or "running".
void TakeSamples(const pid_t* tids, long count) {
  static Pages& text = *new Pages;
  sampleCount = 0;
  if (!samplePages.Reserve(count * sizeof(Sample))) return;
  auto* samples = reinterpret_cast<Sample*>(samplePages.data());
  for (long i = 0; i < count; i++) {
    pid_t tid = tids[i];
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

const Sample* FindSample(pid_t tid) {
  auto* samples = reinterpret_cast<const Sample*>(samplePages.data());
  for (uint32_t i = 0; i < sampleCount; i++)
    if (samples[i].tid == tid) return &samples[i];
  return nullptr;
}

void ForgetSamples() { sampleCount = 0; }

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

// Code that V8 generated lies in anonymous memory.
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

}  // namespace posix_proc::fork
