// socketpair(2), and what only a socket of the Unix domain can do: descriptors
// sent to another process by sendmsg(2) and recvmsg(2) with SCM_RIGHTS, and
// SO_PEERCRED, who is at the other end. Manual page: unix(7).

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "interruptible.h"
#include "seam.h"

namespace posix_proc {
namespace {

Napi::Value Socketpair(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int fds[2];
  if (socketpair(Int(info, 0), Int(info, 1), Int(info, 2), fds) == -1)
    return ThrowErrno(env, errno, "socketpair");
  Napi::Array pair = Napi::Array::New(env, 2);
  pair.Set(0u, fds[0]);
  pair.Set(1u, fds[1]);
  return pair;
}

// An errno, or 0. Sockets of other domains would drop descriptors, and have
// nobody to speak of, without a word.
int UnixOnly(int sock) {
  int domain;
  socklen_t size = sizeof(domain);
  if (getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) == -1)
    return errno;
  return domain == AF_UNIX ? 0 : EOPNOTSUPP;
}

// sendFds(sock, Uint8Array, Int32Array) → bytes sent
Napi::Value SendFds(const Napi::CallbackInfo& info) {
  if (int error = UnixOnly(Int(info, 0)))
    return ThrowErrno(info.Env(), error, "sendmsg");
  Napi::Uint8Array data = info[1].As<Napi::Uint8Array>();
  Napi::Int32Array fds = info[2].As<Napi::Int32Array>();
  iovec part = {data.Data(), data.ByteLength()};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  std::vector<char> control;
  if (fds.ElementLength() > 0) {
    control.resize(CMSG_SPACE(fds.ByteLength()));
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fds.ByteLength());
    memcpy(CMSG_DATA(header), fds.Data(), fds.ByteLength());
  }
  long count = Interruptible(SYS_sendmsg, Int(info, 0), &message, MSG_NOSIGNAL);
  if (count == -1) return ThrowErrno(info.Env(), errno, "sendmsg");
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

std::vector<int> Received(msghdr* message) {
  std::vector<int> fds;
  for (cmsghdr* header = CMSG_FIRSTHDR(message); header;
       header = CMSG_NXTHDR(message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
      continue;
    size_t before = fds.size();
    fds.resize(before + (header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(fds.data() + before, CMSG_DATA(header),
           header->cmsg_len - CMSG_LEN(0));
  }
  return fds;
}

// recvFds(sock, Uint8Array, maxFds, wait) → [bytes received, fd, …], or null
// for nothing yet. The kernel drops the descriptors for which there is no room
// or no number, and gives the others. Here it is all or none.
Napi::Value RecvFds(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Uint8Array data = info[1].As<Napi::Uint8Array>();
  size_t maxFds = info[2].As<Napi::Number>().Uint32Value();
  iovec part = {data.Data(), data.ByteLength()};
  // A socket with SO_PASSCRED gives the sender's ids first.
  std::vector<char> control(CMSG_SPACE(sizeof(ucred)) +
                            CMSG_LEN(maxFds * sizeof(int)));
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  int sock = Int(info, 0), flags = MSG_CMSG_CLOEXEC;
  bool wait = info[3].ToBoolean();
  long count;
  do {
    count = wait ? Interruptible(SYS_recvmsg, sock, &message, flags)
                 : recvmsg(sock, &message, flags | MSG_DONTWAIT);
  } while (count == -1 && errno == EINTR && !wait);
  if (count == -1) {
    if (!wait && errno == EAGAIN) return env.Null();
    return ThrowErrno(env, errno, "recvmsg");
  }
  std::vector<int> fds = Received(&message);
  if (fds.size() > maxFds || message.msg_flags & MSG_CTRUNC) {
    for (int fd : fds) close(fd);
    return ThrowErrno(env, fds.size() < maxFds ? EMFILE : EMSGSIZE, "recvmsg");
  }
  Napi::Array found = Napi::Array::New(env, fds.size() + 1);
  found.Set(0u, static_cast<double>(count));
  for (uint32_t i = 0; i < fds.size(); i++) found.Set(i + 1, fds[i]);
  return found;
}

// peerCredentials(sock) → [pid, uid, gid]. Without a peer the kernel says 0,
// -1, -1.
Napi::Value PeerCredentials(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  int sock = Int(info, 0);
  if (int error = UnixOnly(sock)) return ThrowErrno(env, error, "getsockopt");
  ucred peer;
  socklen_t size = sizeof(peer);
  if (getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &peer, &size) == -1)
    return ThrowErrno(env, errno, "getsockopt");
  if (peer.uid == static_cast<uid_t>(-1))
    return ThrowErrno(env, ENOTCONN, "getsockopt");
  Napi::Array ids = Napi::Array::New(env, 3);
  ids.Set(0u, peer.pid);
  ids.Set(1u, peer.uid);
  ids.Set(2u, peer.gid);
  return ids;
}

}  // namespace

void InitSocket(Napi::Object exports) {
  Export<Socketpair>(exports, "socketpair");
  Export<SendFds>(exports, "sendFds");
  Export<RecvFds>(exports, "recvFds");
  Export<PeerCredentials>(exports, "peerCredentials");
}

}  // namespace posix_proc
