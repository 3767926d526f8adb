// memfd_create(2).

#include <sys/mman.h>

#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value MemfdCreate(const Napi::CallbackInfo& info) {
  unsigned flags = info[1].As<Napi::Number>().Uint32Value();
  return Result(info.Env(), memfd_create(CString(info[0]), flags),
                "memfd_create");
}

}  // namespace

void InitMemory(Napi::Object exports) {
  Export<MemfdCreate>(exports, "memfd_create");
}

}  // namespace posix_proc
