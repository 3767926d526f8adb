// The mask of blocked signals: one for the whole process.
#pragma once

#include <cstdint>

#include "seam.h"

namespace posix_proc {

// A set of signals as the kernel and JavaScript have it: bit n-1 is signal n.
using SignalMask = uint64_t;

// Without 32 and 33: those are libc's.
SignalMask Mask(const Napi::Value& value);

// While it lives, the process blocks these signals, too. For calls that wait
// under a mask of their own, which the kernel gives to the calling thread
// alone: another one would take what is blocked for that time only.
class AlsoBlocked {
 public:
  AlsoBlocked(Napi::Env env, SignalMask mask);
  ~AlsoBlocked();
  // False: an exception is pending.
  bool ok() const { return ok_; }

 private:
  SignalMask before_;
  bool ok_;
};

}  // namespace posix_proc
