// Functions that this libc or this Node may lack, looked up at run time.
#pragma once

#include <uv.h>

namespace posix_proc {

// dlsym(RTLD_DEFAULT, name): by libuv, for the symbol of glibc's own would need
// glibc 2.34.
inline void* Symbol(const char* name) {
  uv_lib_t self = {};
  void* address = nullptr;
  uv_dlsym(&self, name, &address);
  uv_dlclose(&self);  // frees its message, if any
  return address;
}

}  // namespace posix_proc
