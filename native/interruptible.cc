// System calls that wait, and a signal that comes the moment before.

#include "interruptible.h"

#include <errno.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

std::atomic<uint32_t> posix_proc_signals_taken, posix_proc_signals_caught;

namespace posix_proc {

__thread bool onMainThread;

#ifdef __x86_64__

// A handler that finds the thread between `begin` and `end` sends it to
// `cancel`: it has seen no signal yet, or is about to start the call, or to
// start it anew (SA_RESTART). At `end` the call has its result.
extern "C" long posix_proc_interruptible(long number, long a, long b, long c,
                                         long d, long e, long f);
extern "C" char posix_proc_interruptible_begin[],
    posix_proc_interruptible_end[], posix_proc_interruptible_cancel[];

asm(R"(
.pushsection .text
.hidden posix_proc_interruptible
.hidden posix_proc_interruptible_begin
.hidden posix_proc_interruptible_end
.hidden posix_proc_interruptible_cancel
.globl posix_proc_interruptible
.globl posix_proc_interruptible_begin
.globl posix_proc_interruptible_end
.globl posix_proc_interruptible_cancel
.type posix_proc_interruptible, @function
posix_proc_interruptible:
  .cfi_startproc
  mov %rdi, %rax
  mov %rsi, %rdi
  mov %rdx, %rsi
  mov %rcx, %rdx
  mov %r8, %r10
  mov %r9, %r8
  mov 8(%rsp), %r9
posix_proc_interruptible_begin:
  movl posix_proc_signals_taken(%rip), %r11d
  cmpl posix_proc_signals_caught(%rip), %r11d
  jne posix_proc_interruptible_cancel
  syscall
posix_proc_interruptible_end:
  ret
posix_proc_interruptible_cancel:
  mov $-4, %rax # EINTR
  ret
  .cfi_endproc
.size posix_proc_interruptible, . - posix_proc_interruptible
.popsection
)");

void Interrupt(void* context) {
  greg_t& ip = static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP];
  if (ip >= reinterpret_cast<greg_t>(posix_proc_interruptible_begin) &&
      ip < reinterpret_cast<greg_t>(posix_proc_interruptible_end))
    ip = reinterpret_cast<greg_t>(posix_proc_interruptible_cancel);
}

#else

void Interrupt(void*) {}

#endif

long Interruptible(long number, long a, long b, long c, long d, long e,
                   long f) {
#ifdef __x86_64__
  if (onMainThread) {
    long result = posix_proc_interruptible(number, a, b, c, d, e, f);
    if (result >= 0 || result < -4095) return result;
    errno = static_cast<int>(-result);
    return -1;
  }
#endif
  return syscall(number, a, b, c, d, e, f);
}

}  // namespace posix_proc
