// execve(2), execv(3), execvp(3), execvpe(3).
//
// What Node has changed about the process for its own purposes is undone just
// before the call, for the new program is not Node's; and put back if there
// comes none.

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>
#include <uv.h>

#include "seam.h"

namespace posix_proc {
namespace {

class WithoutNode {
 public:
  WithoutNode(Napi::Env env, const Napi::Array& ignored);
  ~WithoutNode();

 private:
  struct Disposition {
    int signo;
    struct sigaction before;
  };
  struct Terminal {
    int fd;
    termios before;
  };

  std::vector<Disposition> dispositions_;
  std::vector<Terminal> terminals_;
  int descriptor_flags_[3];
  int status_flags_[3];
};

void Nothing(int) {}

// A process in the background may do it too: to the kernel, who blocks SIGTTOU
// has been warned. (pthread_sigmask is newer than our floor in glibc; on Linux
// both are the calling thread's.)
void SetTerminal(int fd, const termios& modes) {
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTTOU);
  sigprocmask(SIG_BLOCK, &stop, &before);
  tcsetattr(fd, TCSANOW, &modes);
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

WithoutNode::WithoutNode(Napi::Env env, const Napi::Array& ignored) {
  // Handlers are reset by exec. Until then other threads must not die of a
  // signal that was ignored, as they might if it had its default action now.
  for (uint32_t i = 0; i < ignored.Length(); i++) {
    Disposition it = {ignored.Get(i).As<Napi::Number>().Int32Value(), {}};
    sigaction(it.signo, nullptr, &it.before);
    if (it.before.sa_handler != SIG_IGN) continue;
    struct sigaction handled = {};
    handled.sa_handler = Nothing;
    handled.sa_flags = SA_RESTART;
    sigaction(it.signo, &handled, nullptr);
    dispositions_.push_back(it);
  }
  // Node marks these close-on-exec at start. That they do not block is libuv's
  // doing, which takes it back for its own children as well.
  for (int fd : {0, 1, 2}) {
    int flags = descriptor_flags_[fd] = fcntl(fd, F_GETFD);
    if (flags == -1) continue;
    fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC);
    int status = status_flags_[fd] = fcntl(fd, F_GETFL);
    if (status & O_NONBLOCK) fcntl(fd, F_SETFL, status & ~O_NONBLOCK);
  }
  // Raw mode ends with Node.
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        if (uv_handle_get_type(handle) != UV_TTY) return;
        uv_tty_t* tty = reinterpret_cast<uv_tty_t*>(handle);
        Terminal it;
        if (tty->mode == UV_TTY_MODE_NORMAL || uv_fileno(handle, &it.fd) != 0 ||
            tcgetattr(it.fd, &it.before) == -1)
          return;
        SetTerminal(it.fd, tty->orig_termios);
        static_cast<std::vector<Terminal>*>(data)->push_back(it);
      },
      &terminals_);
}

WithoutNode::~WithoutNode() {
  for (const Terminal& it : terminals_) SetTerminal(it.fd, it.before);
  for (int fd : {2, 1, 0}) {
    if (descriptor_flags_[fd] == -1) continue;
    if (status_flags_[fd] & O_NONBLOCK) fcntl(fd, F_SETFL, status_flags_[fd]);
    fcntl(fd, F_SETFD, descriptor_flags_[fd]);
  }
  for (const Disposition& it : dispositions_)
    sigaction(it.signo, &it.before, nullptr);
}

// Its last argument is what Node ignores. Returns only when `call` has failed.
template <typename Call>
Napi::Value Exec(const Napi::CallbackInfo& info, const char* name, Call call) {
  int error;
  {
    WithoutNode process(info.Env(), info[info.Length() - 1].As<Napi::Array>());
    call();
    error = errno;
  }
  return ThrowErrno(info.Env(), error, name, CString(info[0]));
}

Napi::Value Execve(const Napi::CallbackInfo& info) {
  CStrings argv(info[1]), env(info[2]);
  return Exec(info, "execve",
              [&] { execve(CString(info[0]), argv.get(), env.get()); });
}

Napi::Value Execv(const Napi::CallbackInfo& info) {
  CStrings argv(info[1]);
  return Exec(info, "execv", [&] { execv(CString(info[0]), argv.get()); });
}

Napi::Value Execvp(const Napi::CallbackInfo& info) {
  CStrings argv(info[1]);
  return Exec(info, "execvp", [&] { execvp(CString(info[0]), argv.get()); });
}

Napi::Value Execvpe(const Napi::CallbackInfo& info) {
  CStrings argv(info[1]), env(info[2]);
  return Exec(info, "execvpe",
              [&] { execvpe(CString(info[0]), argv.get(), env.get()); });
}

}  // namespace

void InitExec(Napi::Object exports) {
  Export<Execve>(exports, "execve");
  Export<Execv>(exports, "execv");
  Export<Execvp>(exports, "execvp");
  Export<Execvpe>(exports, "execvpe");
}

}  // namespace posix_proc
