// getpid(2), getppid(2), gettid(2), system calls each time, never cached;
// getuid(2), setuid(2) and all their kin; umask(2).
//
// To the kernel ids belong to a thread. The functions of glibc that set them
// reach every thread, by signal 33: in a forked child too, for its threads are
// still in glibc's list, and signals that fork() has not sent go on to glibc.

#include <grp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seam.h"
#include "symbol.h"

namespace posix_proc {
namespace {

// A uid or gid; -1 is the one that leaves an id as it is.
uint32_t Id(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::Number>().Uint32Value();
}

Napi::Value Done(const Napi::CallbackInfo& info, int result,
                 const char* syscall) {
  if (result == -1) return ThrowErrno(info.Env(), errno, syscall);
  return info.Env().Undefined();
}

Napi::Value Ids(Napi::Env env, const gid_t* ids, size_t count) {
  Napi::Array array = Napi::Array::New(env, count);
  for (uint32_t i = 0; i < count; i++) array.Set(i, ids[i]);
  return array;
}

Napi::Value Getpid(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), getpid());
}

Napi::Value Getppid(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), getppid());
}

Napi::Value Gettid(const Napi::CallbackInfo& info) {
  // glibc has gettid() since 2.30 only.
  return Napi::Number::New(info.Env(), syscall(SYS_gettid));
}

template <uint32_t (*get)()>
Napi::Value Get(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), get());
}

// getresuid() → [real, effective, saved], getresgid() likewise.
template <int (*get)(uint32_t*, uint32_t*, uint32_t*)>
Napi::Value GetThree(const Napi::CallbackInfo& info) {
  uint32_t ids[3];
  get(&ids[0], &ids[1], &ids[2]);  // it cannot fail
  return Ids(info.Env(), ids, 3);
}

// usesIoUring() → whether the kernel may open files for us by a thread of its
// own, which would keep the old ids. Node 20 can tell; later ones have none.
Napi::Value UsesIoUring(const Napi::CallbackInfo& info) {
  auto uses =
      reinterpret_cast<bool (*)()>(Symbol("uv__node_patch_is_using_io_uring"));
  return Napi::Boolean::New(info.Env(), uses && uses());
}

Napi::Value Setuid(const Napi::CallbackInfo& info) {
  return Done(info, setuid(Id(info, 0)), "setuid");
}

Napi::Value Setgid(const Napi::CallbackInfo& info) {
  return Done(info, setgid(Id(info, 0)), "setgid");
}

Napi::Value Seteuid(const Napi::CallbackInfo& info) {
  return Done(info, seteuid(Id(info, 0)), "seteuid");
}

Napi::Value Setegid(const Napi::CallbackInfo& info) {
  return Done(info, setegid(Id(info, 0)), "setegid");
}

Napi::Value Setreuid(const Napi::CallbackInfo& info) {
  return Done(info, setreuid(Id(info, 0), Id(info, 1)), "setreuid");
}

Napi::Value Setregid(const Napi::CallbackInfo& info) {
  return Done(info, setregid(Id(info, 0), Id(info, 1)), "setregid");
}

Napi::Value Setresuid(const Napi::CallbackInfo& info) {
  return Done(info, setresuid(Id(info, 0), Id(info, 1), Id(info, 2)),
              "setresuid");
}

Napi::Value Setresgid(const Napi::CallbackInfo& info) {
  return Done(info, setresgid(Id(info, 0), Id(info, 1), Id(info, 2)),
              "setresgid");
}

Napi::Value Getgroups(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  std::vector<gid_t> groups(65536);  // NGROUPS_MAX: there are never more
  int count = getgroups(65536, groups.data());
  if (count == -1) return ThrowErrno(env, errno, "getgroups");
  return Ids(env, groups.data(), static_cast<size_t>(count));
}

// setgroups(gids: Uint32Array)
Napi::Value Setgroups(const Napi::CallbackInfo& info) {
  Napi::Uint32Array groups = info[0].As<Napi::Uint32Array>();
  return Done(info, setgroups(groups.ElementLength(), groups.Data()),
              "setgroups");
}

Napi::Value Initgroups(const Napi::CallbackInfo& info) {
  return Done(info, initgroups(CString(info[0]), Id(info, 1)), "initgroups");
}

Napi::Value Getgrouplist(const Napi::CallbackInfo& info) {
  std::vector<gid_t> groups(64);
  for (;;) {
    int count = static_cast<int>(groups.size());
    if (getgrouplist(CString(info[0]), Id(info, 1), groups.data(), &count) !=
        -1)
      return Ids(info.Env(), groups.data(), static_cast<size_t>(count));
    // It says how many there are.
    if (static_cast<size_t>(count) <= groups.size())
      return ThrowErrno(info.Env(), ENOMEM, "getgrouplist");
    groups.resize(static_cast<size_t>(count));
  }
}

Napi::Value Umask(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), umask(Int(info, 0)));
}

}  // namespace

void InitIds(Napi::Object exports) {
  Export<Getpid>(exports, "getpid");
  Export<Getppid>(exports, "getppid");
  Export<Gettid>(exports, "gettid");
  Export<Get<getuid>>(exports, "getuid");
  Export<Get<geteuid>>(exports, "geteuid");
  Export<Get<getgid>>(exports, "getgid");
  Export<Get<getegid>>(exports, "getegid");
  Export<GetThree<getresuid>>(exports, "getresuid");
  Export<GetThree<getresgid>>(exports, "getresgid");
  Export<UsesIoUring>(exports, "usesIoUring");
  Export<Setuid>(exports, "setuid");
  Export<Setgid>(exports, "setgid");
  Export<Seteuid>(exports, "seteuid");
  Export<Setegid>(exports, "setegid");
  Export<Setreuid>(exports, "setreuid");
  Export<Setregid>(exports, "setregid");
  Export<Setresuid>(exports, "setresuid");
  Export<Setresgid>(exports, "setresgid");
  Export<Getgroups>(exports, "getgroups");
  Export<Setgroups>(exports, "setgroups");
  Export<Initgroups>(exports, "initgroups");
  Export<Getgrouplist>(exports, "getgrouplist");
  Export<Umask>(exports, "umask");
}

}  // namespace posix_proc
