// Giving the child event-loop descriptors of its own.
//
// An eventfd or epoll instance that both processes use would carry one's
// wake-ups to the other. uv_loop_fork() renews those of the main loop; the
// others (V8's delayed tasks, tracing, Workers, threads of other addons) are
// found in /proc/self/fd and replaced under the same numbers. What was made to
// be shared stays: our own eventfd(), and what keepShared() names.

#include <dirent.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "fork.h"

namespace posix_proc::fork {
namespace {

struct Replacement {
  int fd;
  int fresh;
};

struct Member {  // of an epoll instance that is replaced
  int epoll;
  int fd;
  epoll_event event;
};

std::vector<Replacement> replacements;
std::vector<Member> members;
std::vector<uv_async_t*> pendingAsyncs;
std::vector<int> wakers;  // with which loops wake each other, and libuv's lock
int lockPipe[2] = {-1, -1};

unsigned long Field(const char* info, const char* name, int base) {
  const char* at = strstr(info, name);
  return at ? strtoul(at + strlen(name), nullptr, base) : 0;
}

bool Add(int fd, int fresh, const char* step, Refusal* refusal) {
  if (fresh == -1) return refusal->Errno(errno, step);
  replacements.push_back({fd, fresh});
  return true;
}

bool AddEventfd(int fd, const char* info, Refusal* refusal) {
  wakers.push_back(fd);
  int flags =
      static_cast<int>(Field(info, "flags:", 8)) & (O_NONBLOCK | O_CLOEXEC);
  if (Field(info, "eventfd-semaphore:", 10)) flags |= EFD_SEMAPHORE;
  int fresh = eventfd(0, flags);
  uint64_t count = Field(info, "eventfd-count:", 16);
  if (fresh != -1 && count > 0 &&
      write(fresh, &count, sizeof(count)) != sizeof(count)) {
    int error = errno;
    close(fresh);
    return refusal->Errno(error, "write");
  }
  return Add(fd, fresh, "eventfd", refusal);
}

bool AddEpoll(int fd, const char* info, Refusal* refusal) {
  for (const char* line = info; (line = strstr(line, "tfd:")); line += 4) {
    Member member = {};
    member.epoll = fd;
    member.fd = static_cast<int>(strtol(line + 4, nullptr, 10));
    const char* events = strstr(line, "events:");
    const char* data = strstr(line, "data:");
    if (!events || !data) return refusal->Errno(EIO, "read");
    member.event.events =
        static_cast<uint32_t>(strtoul(events + 7, nullptr, 16));
    member.event.data.u64 = strtoul(data + 5, nullptr, 16);
    members.push_back(member);
  }
  return Add(fd, epoll_create1(EPOLL_CLOEXEC), "epoll_create1", refusal);
}

// Those of this process, upwards. An errno, or 0.
int ListDescriptors(std::vector<int>* fds) {
  DIR* dir = opendir("/proc/self/fd");
  if (!dir) return errno;
  for (;;) {
    errno = 0;
    dirent* entry = readdir(dir);
    if (!entry) break;
    if (entry->d_name[0] != '.') fds->push_back(atoi(entry->d_name));
  }
  int error = errno;
  closedir(dir);
  std::sort(fds->begin(), fds->end());
  return error;
}

struct Pipe {
  int reader, writer;
};

// The pipes of which this process has both ends, close-on-exec, in the order of
// their readers. `blocking` is O_NONBLOCK or 0. An errno, or 0.
int FindPipes(int blocking, std::vector<Pipe>* pipes) {
  struct End {
    int fd;
    ino_t inode;
    int mode;
  };
  std::vector<End> ends;
  std::vector<int> fds;
  if (int error = ListDescriptors(&fds)) return error;
  for (int fd : fds) {
    struct stat status;
    if (syscall(SYS_fstat, fd, &status) != 0 || !S_ISFIFO(status.st_mode))
      continue;
    int flags = fcntl(fd, F_GETFL);
    if ((flags & O_NONBLOCK) != blocking || !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
      continue;
    ends.push_back({fd, status.st_ino, flags & O_ACCMODE});
  }
  for (const End& reader : ends) {
    if (reader.mode != O_RDONLY) continue;
    for (const End& writer : ends) {
      if (writer.inode != reader.inode || writer.mode != O_WRONLY) continue;
      pipes->push_back({reader.fd, writer.fd});
      break;
    }
  }
  return 0;
}

// The loop of a Worker that has used child_process or signals hears of them
// through a pipe to itself. What the parent's handlers write into it are
// addresses of the parent's.
bool AddSignalPipes(Refusal* refusal) {
  auto isPipe = [](const Member& member) {
    struct stat status;
    return syscall(SYS_fstat, member.fd, &status) == 0 &&
           S_ISFIFO(status.st_mode);
  };
  if (std::none_of(members.begin(), members.end(), isPipe)) return true;
  std::vector<Pipe> pipes;
  if (int error = FindPipes(O_NONBLOCK, &pipes))
    return refusal->Errno(error, "open");
  for (const Pipe& pipe : pipes) {
    if (std::none_of(members.begin(), members.end(), [&](const Member& member) {
          return member.fd == pipe.reader;
        }))
      continue;
    int fresh[2];
    if (pipe2(fresh, O_CLOEXEC | O_NONBLOCK) == -1)
      return refusal->Errno(errno, "pipe2");
    replacements.push_back({pipe.reader, fresh[0]});
    replacements.push_back({pipe.writer, fresh[1]});
    wakers.insert(wakers.end(), {pipe.reader, pipe.writer});
  }
  return true;
}

bool AddLockPipe(Refusal* refusal) {
  if (int error = FindSignalLockPipe()) return refusal->Errno(error, "open");
  if (lockPipe[0] == -1)
    return refusal->Code("ERR_FORK_UNSUPPORTED",
                         "libuv's signal lock was not found");
  int fresh[2];
  if (pipe2(fresh, O_CLOEXEC) == -1) return refusal->Errno(errno, "pipe2");
  replacements.push_back({lockPipe[0], fresh[0]});
  replacements.push_back({lockPipe[1], fresh[1]});
  wakers.insert(wakers.end(), {lockPipe[0], lockPipe[1]});
  // The one byte in it is the lock.
  if (write(fresh[1], "*", 1) != 1) return refusal->Errno(errno, "write");
  return true;
}

// ---- inotify

struct Watch {
  int wd;
  const char* path;
};

// What libuv watches for on behalf of fs.watch().
constexpr uint32_t kWatchMask = IN_ATTRIB | IN_CREATE | IN_MODIFY | IN_DELETE |
                                IN_DELETE_SELF | IN_MOVE_SELF | IN_MOVED_FROM |
                                IN_MOVED_TO;
constexpr int kMostWatches = 1000000;

void CollectWatch(uv_handle_t* handle, void* data) {
  if (uv_handle_get_type(handle) != UV_FS_EVENT || !uv_is_active(handle))
    return;
  auto* event = reinterpret_cast<uv_fs_event_t*>(handle);
  static_cast<std::vector<Watch>*>(data)->push_back({event->wd, event->path});
}

// The main loop's watches, under the same numbers, in an instance of its own:
// what uv_loop_fork() does frees the lists that libuv is going through when
// fork() is called by a listener of fs.watch(). Numbers are given out upwards;
// those of watches that have ended are used up by a file that nobody touches.
bool AddInotify(uv_loop_t* loop, Refusal* refusal) {
  if (loop->inotify_fd == -1) return true;
  int fresh = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (!Add(loop->inotify_fd, fresh, "inotify_init1", refusal)) return false;
  std::vector<Watch> watches;
  uv_walk(loop, CollectWatch, &watches);
  std::sort(watches.begin(), watches.end(),
            [](const Watch& a, const Watch& b) { return a.wd < b.wd; });
  if (!watches.empty() && watches.back().wd > kMostWatches)
    return refusal->Code("ERR_FORK_UNSUPPORTED",
                         "fs.watch has been used a million times");
  long unused = syscall(SYS_memfd_create, "posix-proc", MFD_CLOEXEC);
  if (unused == -1) return refusal->Errno(errno, "memfd_create");
  std::string dummy = "/proc/self/fd/" + std::to_string(unused);
  int next = 1;
  for (const Watch& watch : watches) {
    if (watch.wd < next) continue;  // several handles on one file
    while (next <= watch.wd) {
      int wd = next < watch.wd
                   ? -1
                   : inotify_add_watch(fresh, watch.path, kWatchMask);
      // Its path may be gone: the child hears nothing of it then.
      if (wd == -1) {
        wd = inotify_add_watch(fresh, dummy.c_str(), IN_ATTRIB);
        if (wd == -1) break;
        inotify_rm_watch(fresh, wd);
      }
      next = wd + 1;
    }
  }
  // Removing a watch is an event as well.
  char events[4096];
  while (read(fresh, events, sizeof(events)) > 0) continue;
  close(static_cast<int>(unused));
  return true;
}

void ForgetSignals(uv_handle_t* handle, void*) {
  if (uv_handle_get_type(handle) != UV_SIGNAL) return;
  auto* signal = reinterpret_cast<uv_signal_t*>(handle);
  signal->caught_signals = signal->dispatched_signals = 0;
}

// uv_loop_fork(), without it renewing inotify, and with the new epoll instance
// under the old number: uv__io_poll() keeps that in a variable while it calls
// us.
int ForkLoop(uv_loop_t* loop) {
  int epoll = loop->backend_fd;
  int inotify = loop->inotify_fd;
  void* watchers = loop->inotify_watchers;
  loop->inotify_fd = -1;
  loop->inotify_watchers = nullptr;
  int error = uv_loop_fork(loop);
  loop->inotify_fd = inotify;
  loop->inotify_watchers = watchers;
  if (error != 0) return -error;
  // What was in the pipe is the parent's. Not every libuv says so, and then it
  // would wait for it whenever a listener goes.
  uv_walk(loop, ForgetSignals, nullptr);
  if (loop->backend_fd == epoll || fcntl(epoll, F_GETFD) != -1) return 0;
  if (dup3(loop->backend_fd, epoll, O_CLOEXEC) == -1) return errno;
  close(loop->backend_fd);
  loop->backend_fd = epoll;
  return 0;
}

void CollectAsync(uv_handle_t* handle, void*) {
  if (uv_handle_get_type(handle) != UV_ASYNC) return;
  auto* async = reinterpret_cast<uv_async_t*>(handle);
  if (async->pending) pendingAsyncs.push_back(async);
}

bool Renew(int fd, const std::string& kind, const char* info,
           Refusal* refusal) {
  if (kind == "[eventfd]") return AddEventfd(fd, info, refusal);
  if (kind == "[eventpoll]") return AddEpoll(fd, info, refusal);
  // A Worker's fs.watch(): an empty one keeps it from removing ours.
  if (kind == "inotify" || kind == "[inotify]")
    return Add(fd, inotify_init1(IN_NONBLOCK | IN_CLOEXEC), "inotify_init1",
               refusal);
  if (kind == "[io_uring]")
    return AddRing(fd, static_cast<int>(Field(info, "SqThread:", 10)), refusal);
  return true;
}

bool Scan(uv_loop_t* loop, const std::vector<int>& shared, Refusal* refusal) {
  std::vector<int> fds;
  if (int error = ListDescriptors(&fds)) return refusal->Errno(error, "open");
  std::vector<std::pair<int, std::string>> found;
  for (int fd : fds) {
    // uv_loop_fork() renews the first two itself, AddInotify() the third.
    if (fd == loop->backend_fd || fd == loop->async_io_watcher.fd ||
        fd == loop->inotify_fd)
      continue;
    std::string path = "/proc/self/fd/" + std::to_string(fd);
    char target[64];
    ssize_t length = readlink(path.c_str(), target, sizeof(target) - 1);
    if (length == -1 && errno == ENOENT) continue;  // the list's own
    if (length == -1) return refusal->Errno(errno, "readlink");
    target[length] = 0;
    if (strncmp(target, "anon_inode:", 11) == 0 ||
        strncmp(target, "/anon_inode:", 12) == 0)
      found.emplace_back(fd, strchr(target, ':') + 1);
  }

  int infos = open("/proc/self/fdinfo", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (infos == -1) return refusal->Errno(errno, "open");
  static Pages& text = *new Pages;
  bool ok = true;
  for (const auto& [fd, kind] : found) {
    if (std::find(shared.begin(), shared.end(), fd) != shared.end()) continue;
    long length = ReadFile(std::to_string(fd).c_str(), &text, infos);
    ok = length < 0 ? refusal->Errno(static_cast<int>(-length), "open")
                    : Renew(fd, kind, text.data(), refusal);
    if (!ok) break;
  }
  close(infos);
  return ok;
}

}  // namespace

// Both ends in this process, blocking, and one byte in it. libuv makes it when
// its first loop starts: it is the first such pipe.
int FindSignalLockPipe() {
  if (lockPipe[0] != -1) return 0;
  std::vector<Pipe> pipes;
  if (int error = FindPipes(0, &pipes)) return error;
  for (const Pipe& pipe : pipes) {
    int waiting = 0;
    if (ioctl(pipe.reader, FIONREAD, &waiting) != 0 || waiting != 1) continue;
    lockPipe[0] = pipe.reader;
    lockPipe[1] = pipe.writer;
    break;
  }
  return 0;
}

bool PrepareDescriptors(uv_loop_t* loop, const std::vector<int>& shared,
                        Refusal* refusal) {
  replacements.clear();
  members.clear();
  wakers.clear();
  ForgetRings();
  pendingAsyncs.clear();
  if (!Scan(loop, shared, refusal) || !AddSignalPipes(refusal) ||
      !AddLockPipe(refusal) || !AddInotify(loop, refusal)) {
    DiscardDescriptors();
    return false;
  }
  wakers.reserve(wakers.size() + 3);  // the main loop's, in the child
  uv_walk(loop, CollectAsync, nullptr);
  // The thread pool's own, which uv_walk() does not show.
  if (loop->wq_async.pending) pendingAsyncs.push_back(&loop->wq_async);
  return true;
}

void DiscardDescriptors() {
  for (const Replacement& replacement : replacements) close(replacement.fresh);
  replacements.clear();
}

const std::vector<int>& LoopWakers() { return wakers; }

int ReplaceDescriptors(uv_loop_t* loop) {
  for (const Replacement& replacement : replacements) {
    int cloexec = fcntl(replacement.fd, F_GETFD) & FD_CLOEXEC ? O_CLOEXEC : 0;
    if (dup3(replacement.fresh, replacement.fd, cloexec) == -1) return errno;
    close(replacement.fresh);
  }
  for (Member& member : members) {
    // EBADF, EPERM: what was watched lives on in a duplicate only.
    if (epoll_ctl(member.epoll, EPOLL_CTL_ADD, member.fd, &member.event) ==
            -1 &&
        errno != EBADF && errno != EPERM && errno != EEXIST)
      return errno;
  }
  int error = ForkLoop(loop);
  if (error != 0) return error;
  for (int fd : {loop->async_io_watcher.fd, loop->signal_pipefd[0],
                 loop->signal_pipefd[1]})
    wakers.push_back(fd);
  if ((error = ReplaceRings()) != 0) return error;
  // uv_loop_fork() forgets which wake-ups were on their way.
  for (uv_async_t* async : pendingAsyncs) uv_async_send(async);
  return 0;
}

}  // namespace posix_proc::fork
