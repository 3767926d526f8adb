// A Worker that was stopped in the midst of JavaScript goes on in the child
// until V8 next looks whether it has been terminated: at a loop or a call.
// Until then optimized code may still make a system call or two, of things that
// the parent does as well. A seccomp filter, on this one thread and until it
// ends, lets those fail. Where the kernel has no seccomp the thread goes
// without.

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cstddef>

#include "fork.h"

namespace posix_proc::fork {
namespace {

// What reaches other processes, files or devices. Tearing a Worker down needs
// none of it.
constexpr uint32_t kForbidden[] = {
    SYS_readv,
    SYS_pwrite64,
    SYS_writev,
    SYS_pwritev,
    SYS_pwritev2,
    SYS_lseek,
    SYS_ioctl,
    SYS_sendfile,
    SYS_splice,
    SYS_tee,
    SYS_vmsplice,
    SYS_copy_file_range,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    SYS_recvfrom,
    SYS_recvmsg,
    SYS_recvmmsg,
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_accept,
    SYS_accept4,
    SYS_bind,
    SYS_listen,
    SYS_shutdown,
    SYS_open,
    SYS_openat,
    437 /* openat2 */,
    SYS_creat,
    SYS_truncate,
    SYS_ftruncate,
    SYS_fallocate,
    SYS_rename,
    SYS_renameat,
    SYS_renameat2,
    SYS_mkdir,
    SYS_mkdirat,
    SYS_rmdir,
    SYS_link,
    SYS_linkat,
    SYS_symlink,
    SYS_symlinkat,
    SYS_unlink,
    SYS_unlinkat,
    SYS_mknod,
    SYS_mknodat,
    SYS_chmod,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_chown,
    SYS_fchown,
    SYS_lchown,
    SYS_fchownat,
    SYS_utime,
    SYS_utimes,
    SYS_utimensat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_flock,
    SYS_kill,
    SYS_tkill,
    SYS_tgkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_clone,
    SYS_fork,
    SYS_vfork,
    435 /* clone3 */,
    SYS_execve,
    SYS_execveat,
};

constexpr size_t kMostWakers = 1000;
constexpr uint32_t kAllow = SECCOMP_RET_ALLOW;
constexpr uint32_t kDeny = SECCOMP_RET_ERRNO | EPERM;

sock_filter filter[2 * kMostWakers + 256];
sock_fprog program;

void Emit(uint16_t code, uint32_t value, size_t ifTrue = 0,
          size_t ifFalse = 0) {
  filter[program.len++] = {code, static_cast<uint8_t>(ifTrue),
                           static_cast<uint8_t>(ifFalse), value};
}

void Load(size_t offset) {
  Emit(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset));
}

// A match of `value` returns `verdict`.
void Match(uint32_t value, uint32_t verdict) {
  Emit(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  Emit(BPF_RET | BPF_K, verdict);
}

}  // namespace

void PrepareMuzzle() {
  program = {0, filter};
  Load(offsetof(seccomp_data, nr));
  for (uint32_t number : kForbidden) Match(number, kDeny);
  // read and write are how event loops wake each other.
  Emit(BPF_JMP | BPF_JEQ | BPF_K, SYS_read, 2);
  Emit(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 1);
  Emit(BPF_RET | BPF_K, kAllow);
  const std::vector<int>& wakers = LoopWakers();
  if (wakers.size() <= kMostWakers) {
    Load(offsetof(seccomp_data, args[0]));
    for (int fd : wakers) Match(static_cast<uint32_t>(fd), kAllow);
  } else {
    // An eventfd's, and libuv's lock.
    Load(offsetof(seccomp_data, args[2]));
    Match(sizeof(uint64_t), kAllow);
    Match(1, kAllow);
  }
  Emit(BPF_RET | BPF_K, kDeny);
}

void MuzzleThread() {
  Raw(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1);
  Raw(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0,
      reinterpret_cast<long>(&program));
}

}  // namespace posix_proc::fork
