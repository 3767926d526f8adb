// _exit(2), abort(3).

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Exit(const Napi::CallbackInfo& info) { _exit(Int(info, 0)); }

Napi::Value Abort(const Napi::CallbackInfo&) {
  // abort(3) restores the default action itself, but only after a handler
  // has returned; a handler of Node's that never returns must not win.
  signal(SIGABRT, SIG_DFL);
  abort();
}

}  // namespace

void InitExit(Napi::Object exports) {
  Export<Exit>(exports, "_exit");
  Export<Abort>(exports, "abort");
}

}  // namespace posix_proc
