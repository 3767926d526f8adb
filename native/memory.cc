// mmap(2), munmap(2), madvise(2), mincore(2), mlock(2), memfd_create(2).
//
// A mapping is the memory of an external ArrayBuffer, and each of the two knows
// the other: the buffer's finalizer unmaps, and munmap() detaches the buffer,
// since whoever read it afterwards would crash.

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

struct Mapping {
  void* address;  // nullptr: unmapped before its buffer was collected
  size_t length;
};

void Collected(napi_env, void*, void* hint) {
  auto* mapping = static_cast<Mapping*>(hint);
  if (mapping->address) munmap(mapping->address, mapping->length);
  delete mapping;
}

// Access to memory that lies behind the end of its file is a SIGBUS.
bool FileHolds(int fd, off_t offset, size_t length) {
  struct stat file;
  // fstat() is newer than our floor in glibc.
  if (syscall(SYS_fstat, fd, &file) == -1 || !S_ISREG(file.st_mode))
    return true;
  off_t end;
  return !__builtin_add_overflow(offset, length, &end) && end <= file.st_size;
}

// mmap(length, flags, fd, offset) → ArrayBuffer
Napi::Value Mmap(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  auto length = static_cast<size_t>(info[0].As<Napi::Number>().Int64Value());
  int flags = Int(info, 1), fd = Int(info, 2);
  bool lossless;
  off_t offset = info[3].As<Napi::BigInt>().Int64Value(&lossless);
  if (fd != -1 && !FileHolds(fd, offset, length))
    return ThrowErrno(env, ENXIO, "mmap");
  void* address =
      mmap(nullptr, length, PROT_READ | PROT_WRITE, flags, fd, offset);
  if (address == MAP_FAILED) return ThrowErrno(env, errno, "mmap");

  auto* mapping = new Mapping{address, length};
  napi_value buffer;
  napi_status status = napi_create_external_arraybuffer(
      env, address, length, Collected, mapping, &buffer);
  if (status == napi_no_external_buffers_allowed) {
    Collected(env, address, mapping);
    return ThrowErrno(env, ENOTSUP, "mmap");
  }
  if (status == napi_ok)
    status = napi_wrap(env, buffer, mapping, nullptr, nullptr, nullptr);
  // Otherwise this Worker is being terminated.
  return status == napi_ok ? Napi::Value(env, buffer) : Napi::Value();
}

Napi::Value Munmap(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Mapping* mapping;
  if (napi_unwrap(env, info[0], reinterpret_cast<void**>(&mapping)) != napi_ok)
    return Napi::Value();
  if (munmap(mapping->address, mapping->length) == -1)
    return ThrowErrno(env, errno, "munmap");
  mapping->address = nullptr;
  napi_detach_arraybuffer(env, info[0]);
  return env.Undefined();
}

Napi::Value Madvise(const Napi::CallbackInfo& info) {
  Napi::Uint8Array memory = info[0].As<Napi::Uint8Array>();
  if (madvise(memory.Data(), memory.ByteLength(), Int(info, 1)) == -1)
    return ThrowErrno(info.Env(), errno, "madvise");
  return info.Env().Undefined();
}

// mincore(memory, pages: Uint8Array), which has a byte for each page
Napi::Value Mincore(const Napi::CallbackInfo& info) {
  Napi::Uint8Array memory = info[0].As<Napi::Uint8Array>();
  Napi::Uint8Array pages = info[1].As<Napi::Uint8Array>();
  if (mincore(memory.Data(), memory.ByteLength(), pages.Data()) == -1)
    return ThrowErrno(info.Env(), errno, "mincore");
  return info.Env().Undefined();
}

Napi::Value Mlock(const Napi::CallbackInfo& info) {
  Napi::Uint8Array memory = info[0].As<Napi::Uint8Array>();
  if (mlock(memory.Data(), memory.ByteLength()) == -1)
    return ThrowErrno(info.Env(), errno, "mlock");
  return info.Env().Undefined();
}

Napi::Value Munlock(const Napi::CallbackInfo& info) {
  Napi::Uint8Array memory = info[0].As<Napi::Uint8Array>();
  if (munlock(memory.Data(), memory.ByteLength()) == -1)
    return ThrowErrno(info.Env(), errno, "munlock");
  return info.Env().Undefined();
}

Napi::Value MemfdCreate(const Napi::CallbackInfo& info) {
  unsigned flags = info[1].As<Napi::Number>().Uint32Value();
  return Result(info.Env(), memfd_create(CString(info[0]), flags),
                "memfd_create");
}

}  // namespace

void InitMemory(Napi::Object exports) {
  Export<Mmap>(exports, "mmap");
  Export<Munmap>(exports, "munmap");
  Export<Madvise>(exports, "madvise");
  Export<Mincore>(exports, "mincore");
  Export<Mlock>(exports, "mlock");
  Export<Munlock>(exports, "munlock");
  Export<MemfdCreate>(exports, "memfd_create");
}

}  // namespace posix_proc
