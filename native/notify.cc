// The socket by which sd_notify(3) tells the service manager of this process.

#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "seam.h"

namespace posix_proc {
namespace {

// connectDatagram(path) → a socket. A leading NUL: the abstract namespace,
// where every byte counts.
Napi::Value ConnectDatagram(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Uint8Array path = info[0].As<Napi::Uint8Array>();
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.ByteLength() > sizeof(address.sun_path))
    return ThrowErrno(env, ENAMETOOLONG, "connect");
  memcpy(address.sun_path, path.Data(), path.ByteLength());
  int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (sock == -1) return ThrowErrno(env, errno, "socket");
  socklen_t size = offsetof(sockaddr_un, sun_path) + path.ByteLength();
  if (connect(sock, reinterpret_cast<sockaddr*>(&address), size) == -1) {
    int error = errno;
    close(sock);
    return ThrowErrno(env, error, "connect");
  }
  return Napi::Number::New(env, sock);
}

}  // namespace

void InitNotify(Napi::Object exports) {
  Export<ConnectDatagram>(exports, "connectDatagram");
}

}  // namespace posix_proc
