// poll(2), ppoll(2).

#include <poll.h>
#include <sys/syscall.h>

#include <vector>

#include "interruptible.h"
#include "seam.h"

namespace posix_proc {
namespace {

// Fills in revents where events stood.
Napi::Value Poll(const Napi::CallbackInfo& info, const uint64_t* mask,
                 const char* syscall) {
  Napi::Int32Array pairs = info[0].As<Napi::Int32Array>();
  std::vector<pollfd> entries(pairs.ElementLength() / 2);
  for (size_t i = 0; i < entries.size(); i++)
    entries[i] = {pairs[2 * i], static_cast<short>(pairs[2 * i + 1]), 0};
  int timeout = Int(info, 1);
  timespec time = {timeout / 1000, timeout % 1000 * 1000000L};
  long count = Interruptible(
      SYS_ppoll, reinterpret_cast<long>(entries.data()), entries.size(),
      reinterpret_cast<long>(timeout < 0 ? nullptr : &time),
      reinterpret_cast<long>(mask), sizeof(*mask));
  if (count == -1) return ThrowErrno(info.Env(), errno, syscall);
  for (size_t i = 0; i < entries.size(); i++)
    pairs[2 * i + 1] = entries[i].revents;
  return info.Env().Undefined();
}

// poll([fd, events, …], timeoutMs)
Napi::Value PollCall(const Napi::CallbackInfo& info) {
  return Poll(info, nullptr, "poll");
}

// ppoll([fd, events, …], timeoutMs, mask: bigint)
Napi::Value Ppoll(const Napi::CallbackInfo& info) {
  bool lossless;
  uint64_t mask = info[2].As<Napi::BigInt>().Uint64Value(&lossless);
  mask &= ~(3ULL << 31);  // 32 and 33 are libc's
  return Poll(info, &mask, "ppoll");
}

}  // namespace

void InitPoll(Napi::Object exports) {
  Export<PollCall>(exports, "poll");
  Export<Ppoll>(exports, "ppoll");
}

}  // namespace posix_proc
