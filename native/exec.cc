// execve(2), execveat(2), execv(3), execl(3), execvp(3), execlp(3), execvpe(3),
// execle(3), fexecve(3).
//
// What Node has changed about the process for its own purposes is undone just
// before the call, for the new program is not Node's; and put back if there
// comes none.

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#include <uv.h>

#include "inherit.h"
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

  struct Stdio {
    int flags;   // of the descriptor; -1: it is closed
    int status;  // of what it refers to
    int copy;    // of that, where it is another one for now; or -1
  };

  std::vector<Disposition> dispositions_;
  std::vector<Terminal> terminals_;
  Stdio stdio_[3];
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
  // Node marks these close-on-exec at start.
  for (int fd : {0, 1, 2}) {
    Stdio& it = stdio_[fd] = {fcntl(fd, F_GETFD), fcntl(fd, F_GETFL), -1};
    if (it.flags == -1) continue;
    if (it.status & O_NONBLOCK) {
      // A parent that shares the pipe goes on with it as it was.
      int blocking = OpenBlocking(fd, it.status);
      if (blocking != -1) it.copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
      if (it.copy != -1)
        dup2(blocking, fd);
      else
        MakeBlocking(env, fd, it.status);
      if (blocking != -1) close(blocking);
    }
    fcntl(fd, F_SETFD, it.flags & ~FD_CLOEXEC);
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
    const Stdio& it = stdio_[fd];
    if (it.flags == -1) continue;
    if (it.copy != -1) {
      dup2(it.copy, fd);
      close(it.copy);
    } else if (it.status & O_NONBLOCK) {
      fcntl(fd, F_SETFL, it.status);
    }
    fcntl(fd, F_SETFD, it.flags);
  }
  for (const Disposition& it : dispositions_)
    sigaction(it.signo, &it.before, nullptr);
}

// Its last argument is what Node ignores. Returns only when `call` has failed.
template <typename Call>
int Try(const Napi::CallbackInfo& info, Call call) {
  WithoutNode process(info.Env(), info[info.Length() - 1].As<Napi::Array>());
  call();
  return errno;
}

// (path, argv, ignored)
template <int (*exec)(const char*, char* const*)>
Napi::Value Exec(const Napi::CallbackInfo& info, const char* name) {
  CStrings argv(info[1]);
  const char* path = CString(info[0]);
  int error = Try(info, [&] { exec(path, argv.get()); });
  return ThrowErrno(info.Env(), error, name, path);
}

// (path, argv, env, ignored)
template <int (*exec)(const char*, char* const*, char* const*)>
Napi::Value Exec(const Napi::CallbackInfo& info, const char* name) {
  CStrings argv(info[1]), env(info[2]);
  const char* path = CString(info[0]);
  int error = Try(info, [&] { exec(path, argv.get(), env.get()); });
  return ThrowErrno(info.Env(), error, name, path);
}

Napi::Value Execve(const Napi::CallbackInfo& info) {
  return Exec<execve>(info, "execve");
}

Napi::Value Execle(const Napi::CallbackInfo& info) {
  return Exec<execve>(info, "execle");
}

Napi::Value Execv(const Napi::CallbackInfo& info) {
  return Exec<execv>(info, "execv");
}

Napi::Value Execl(const Napi::CallbackInfo& info) {
  return Exec<execv>(info, "execl");
}

Napi::Value Execvp(const Napi::CallbackInfo& info) {
  return Exec<execvp>(info, "execvp");
}

Napi::Value Execlp(const Napi::CallbackInfo& info) {
  return Exec<execvp>(info, "execlp");
}

Napi::Value Execvpe(const Napi::CallbackInfo& info) {
  return Exec<execvpe>(info, "execvpe");
}

// glibc's execveat() is newer than our floor, and its fexecve() makes the same
// system call.
void ExecAt(int dirfd, const char* path, CStrings* argv, CStrings* env,
            int flags) {
  syscall(SYS_execveat, dirfd, path, argv->get(), env->get(), flags);
}

// (fd, argv, env, ignored)
Napi::Value Fexecve(const Napi::CallbackInfo& info) {
  CStrings argv(info[1]), env(info[2]);
  int fd = Int(info, 0);
  int error = Try(info, [&] { ExecAt(fd, "", &argv, &env, AT_EMPTY_PATH); });
  return ThrowErrno(info.Env(), error, "fexecve");
}

// (dirfd, path, argv, env, flags, ignored)
Napi::Value Execveat(const Napi::CallbackInfo& info) {
  CStrings argv(info[2]), env(info[3]);
  int dirfd = Int(info, 0), flags = Int(info, 4);
  const char* path = CString(info[1]);
  int error = Try(info, [&] { ExecAt(dirfd, path, &argv, &env, flags); });
  return ThrowErrno(info.Env(), error, "execveat", path);
}

}  // namespace

void InitExec(Napi::Object exports) {
  Export<Execve>(exports, "execve");
  Export<Execveat>(exports, "execveat");
  Export<Execv>(exports, "execv");
  Export<Execl>(exports, "execl");
  Export<Execvp>(exports, "execvp");
  Export<Execlp>(exports, "execlp");
  Export<Execvpe>(exports, "execvpe");
  Export<Execle>(exports, "execle");
  Export<Fexecve>(exports, "fexecve");
}

}  // namespace posix_proc
