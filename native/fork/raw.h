// System calls by number, for code that may run where errno, libc's locks or
// even the thread's own TLS must not be touched: the park handler and a thread
// that is being revived. Each returns -errno on failure.
#pragma once

#include <linux/futex.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>

namespace posix_proc::fork {

inline long Raw(long number, long a = 0, long b = 0, long c = 0, long d = 0,
                long e = 0, long f = 0) {
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}

template <typename T>
inline long Raw(long number, T* a, long b = 0, long c = 0, long d = 0) {
  return Raw(number, reinterpret_cast<long>(a), b, c, d);
}

using Futex = std::atomic<uint32_t>;

// `flags`: FUTEX_PRIVATE_FLAG, or 0 for a page shared between processes.
inline long FutexWait(Futex* futex, uint32_t value, int flags,
                      const timespec* timeout = nullptr) {
  return Raw(SYS_futex, reinterpret_cast<long>(futex), FUTEX_WAIT | flags,
             static_cast<long>(value), reinterpret_cast<long>(timeout));
}

inline void FutexWake(Futex* futex, int flags, int count = INT_MAX) {
  Raw(SYS_futex, reinterpret_cast<long>(futex), FUTEX_WAKE | flags, count);
}

inline int64_t NowNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

// Blocks every signal on the calling thread.
class SignalsBlocked {
 public:
  SignalsBlocked() { Set(~UINT64_C(0), &before_); }
  ~SignalsBlocked() { Set(before_, nullptr); }

 private:
  static void Set(uint64_t mask, uint64_t* old) {
    Raw(SYS_rt_sigprocmask, SIG_SETMASK, reinterpret_cast<long>(&mask),
        reinterpret_cast<long>(old), sizeof(mask));
  }
  uint64_t before_;
};

}  // namespace posix_proc::fork
