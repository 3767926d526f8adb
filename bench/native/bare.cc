// The yardsticks of bench/fork and bench/wait. clone(SIGCHLD) and nothing else,
// in the same process and with the same pages copied as fork() copies; wait4(2)
// and nothing else. Not published.

#include <napi.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

namespace {

struct Range {
  uintptr_t start, end;
};

std::vector<Range> marked;
volatile int64_t* page;  // that every fork of this process shares

int64_t NowNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void Advise(int advice) {
  for (const Range& range : marked)
    madvise(reinterpret_cast<void*>(range.start), range.end - range.start,
            advice);
}

// liftMarks() → how many mappings were marked MADV_DONTFORK, and are not now.
Napi::Value LiftMarks(const Napi::CallbackInfo& info) {
  marked.clear();
  FILE* smaps = fopen("/proc/self/smaps", "re");
  char line[4096];
  Range range = {};
  while (smaps && fgets(line, sizeof(line), smaps)) {
    unsigned long start, end;
    if (sscanf(line, "%lx-%lx ", &start, &end) == 2) range = {start, end};
    // "io" is the kernel's own: [vvar] and its like cannot be unmarked.
    if (strncmp(line, "VmFlags:", 8) == 0 && strstr(line, " dc") &&
        !strstr(line, " io") && !strstr(line, " pf"))
      marked.push_back(range);
  }
  if (smaps) fclose(smaps);
  Advise(MADV_DOFORK);
  return Napi::Number::New(info.Env(), static_cast<double>(marked.size()));
}

void RestoreMarks(const Napi::CallbackInfo&) { Advise(MADV_DONTFORK); }

// bareClone() → [ns until the call has returned in the parent, ns from before
// the call to the child's first instructions].
Napi::Value BareClone(const Napi::CallbackInfo& info) {
  int64_t before = NowNs();
  long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) {
    page[0] = NowNs();
    for (;;) syscall(SYS_exit_group, 0);
  }
  int64_t returned = NowNs();
  if (pid == -1) {
    Napi::Error::New(info.Env(), "clone failed").ThrowAsJavaScriptException();
    return info.Env().Undefined();
  }
  waitpid(static_cast<pid_t>(pid), nullptr, 0);
  Napi::Array result = Napi::Array::New(info.Env(), 2);
  result.Set(0u, static_cast<double>(returned - before));
  result.Set(1u, static_cast<double>(page[0] - before));
  return result;
}

// bareWait(pid, options) → the status word.
Napi::Value BareWait(const Napi::CallbackInfo& info) {
  int status = -1;
  syscall(SYS_wait4, info[0].As<Napi::Number>().Int32Value(), &status,
          info[1].As<Napi::Number>().Int32Value(), nullptr);
  return Napi::Number::New(info.Env(), status);
}

// threadTime() → ns that this thread has been at work.
Napi::Value ThreadTime(const Napi::CallbackInfo& info) {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return Napi::Number::New(info.Env(), now.tv_sec * 1e9 + now.tv_nsec);
}

// sharedPage() → an ArrayBuffer that parent and children write to alike.
Napi::Value SharedPage(const Napi::CallbackInfo& info) {
  return Napi::ArrayBuffer::New(info.Env(), const_cast<int64_t*>(page), 4096);
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  page = static_cast<int64_t*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                    MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  exports.Set("liftMarks", Napi::Function::New<LiftMarks>(env));
  exports.Set("restoreMarks", Napi::Function::New<RestoreMarks>(env));
  exports.Set("bareClone", Napi::Function::New<BareClone>(env));
  exports.Set("bareWait", Napi::Function::New<BareWait>(env));
  exports.Set("threadTime", Napi::Function::New<ThreadTime>(env));
  exports.Set("sharedPage", Napi::Function::New<SharedPage>(env));
  return exports;
}

NODE_API_MODULE(bare, Init)

}  // namespace
