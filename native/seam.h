// The seam between JavaScript and the system: what every topic file needs to
// hand an argument over and a result or an error back. TypeScript has already
// validated each argument (src/internal/validate.ts); the natives take
// positional primitives, make the call and convert the result.
#pragma once

#include <napi.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace posix_proc {

// Throws the error Node users know: message "ESRCH: no such process, kill 42",
// `code`, negative `errno`, `syscall`, and `path` or `pid` where there is one.
// `error` is errno as saved on the line after the call.
Napi::Value ThrowErrno(Napi::Env env, int error, const char* syscall);
Napi::Value ThrowErrno(Napi::Env env, int error, const char* syscall,
                       const char* path);
Napi::Value ThrowErrno(Napi::Env env, int error, const char* syscall, int pid);

// "ECHILD" for ECHILD; nullptr for a number that is no errno.
const char* ErrnoName(int error);

inline int Int(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::Number>().Int32Value();
}

// Bytes that end with a NUL (src/internal/c-strings.ts), as long as the call
// lasts.
inline const char* CString(const Napi::Value& value) {
  return reinterpret_cast<const char*>(value.As<Napi::Uint8Array>().Data());
}

// The vector of strings that exec takes, out of bytes in which each of them
// ends with a NUL.
class CStrings {
 public:
  explicit CStrings(const Napi::Value& value) {
    Napi::Uint8Array bytes = value.As<Napi::Uint8Array>();
    char* next = reinterpret_cast<char*>(bytes.Data());
    for (char* end = next + bytes.ByteLength(); next < end;
         next += strlen(next) + 1)
      strings_.push_back(next);
    strings_.push_back(nullptr);
  }
  char** get() { return strings_.data(); }

 private:
  std::vector<char*> strings_;
};

// The result of a call that returns -1 on failure, as a number or a throw.
inline Napi::Value Result(Napi::Env env, int result, const char* syscall) {
  if (result == -1) return ThrowErrno(env, errno, syscall);
  return Napi::Number::New(env, result);
}

// Calls JavaScript from the event loop; what it throws is an uncaught
// exception. Not node-addon-api's MakeCallback: it would throw into a Worker
// that is being terminated, and that is fatal.
inline void CallFromLoop(const Napi::FunctionReference& callback,
                         napi_async_context context) {
  Napi::Env env = callback.Env();
  Napi::HandleScope scope(env);
  if (napi_make_callback(env, context, env.Global(), callback.Value(), 0,
                         nullptr, nullptr) != napi_pending_exception)
    return;
  napi_value error;
  napi_get_and_clear_last_exception(env, &error);
  napi_fatal_exception(env, error);
}

template <Napi::Value (*callback)(const Napi::CallbackInfo&)>
void Export(Napi::Object exports, const char* name) {
  if (exports.Has(name)) Napi::Error::Fatal(name, "exported twice");
  exports.Set(name, Napi::Function::New<callback>(exports.Env(), name));
}

// One per topic file; native/addon.cc calls them.
void InitCwd(Napi::Object exports);
void InitDaemonize(Napi::Object exports);
void InitEnv(Napi::Object exports);
void InitErrno(Napi::Object exports);
void InitExec(Napi::Object exports);
void InitExit(Napi::Object exports);
void InitFcntl(Napi::Object exports);
void InitFd(Napi::Object exports);
void InitFork(Napi::Object exports);
void InitIds(Napi::Object exports);
void InitKill(Napi::Object exports);
void InitLimits(Napi::Object exports);
void InitMemory(Napi::Object exports);
void InitNotify(Napi::Object exports);
void InitOpenpty(Napi::Object exports);
void InitPidfd(Napi::Object exports);
void InitPoll(Napi::Object exports);
void InitPosixSpawn(Napi::Object exports);
void InitPrctl(Napi::Object exports);
void InitPty(Napi::Object exports);
void InitSched(Napi::Object exports);
void InitSession(Napi::Object exports);
void InitSigmask(Napi::Object exports);
void InitSignal(Napi::Object exports);
void InitSignalfd(Napi::Object exports);
void InitSigwait(Napi::Object exports);
void InitSocket(Napi::Object exports);
void InitSpawn(Napi::Object exports);
void InitStdio(Napi::Object exports);
void InitTerminal(Napi::Object exports);
void InitTermios(Napi::Object exports);
void InitTimer(Napi::Object exports);
void InitUsage(Napi::Object exports);
void InitUsers(Napi::Object exports);
void InitWait(Napi::Object exports);
void InitWatch(Napi::Object exports);

}  // namespace posix_proc
