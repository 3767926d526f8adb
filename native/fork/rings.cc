// Giving the child io_uring instances of its own.
//
// libuv (1.49 and later) registers descriptors with epoll through an io_uring
// instance of each loop. Its rings are memory shared with the parent, and two
// processes that fill one ring at the same time abort in libuv: at exit every
// Node runs its tracing loop once. uv_loop_fork() renews the main loop's
// instance. The others are replaced here, under the same descriptor and at the
// same addresses, for libuv keeps pointers into them.
//
// The kernel refuses to map an instance at an address of our choice (since
// 6.5), but it is predictable where it does: in the highest gap that is large
// enough. While this child is alone, all gaps above the old place are closed.

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "fork.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

namespace posix_proc::fork {
namespace {

constexpr uint64_t kEntries = 0x10000000;  // IORING_OFF_SQES
constexpr uint32_t kNoSqArray = 1 << 16;   // IORING_SETUP_NO_SQARRAY
constexpr size_t kEntrySize = 64;          // of struct io_uring_sqe

struct Mapping {
  uintptr_t address;
  size_t size;
  uint64_t offset;
  int fd;  // the new instance's, in the child
};

struct Ring {
  int fd;
  ino_t inode;
  Mapping rings, entries;
};

struct Params {  // struct io_uring_params
  uint32_t sqEntries, cqEntries, flags, sqThreadCpu, sqThreadIdle, features;
  uint32_t wqFd, reserved[3];
  struct {
    uint32_t head, tail, mask, entries, flags, dropped, array, reserved;
    uint64_t address;
  } sq, cq;
};

std::vector<Ring> rings;
std::vector<Ring> known;  // where those of the last fork are mapped

// Closes every gap above `floor` with mappings that cost nothing. False where
// something has been mapped since the listing.
bool CloseGaps(uintptr_t floor, std::vector<Mapping>* fillers) {
  bool closed = true;
  uintptr_t last = floor;
  MapsLine line;
  for (maps.Rewind(); maps.Next(&line); last = std::max(last, line.end)) {
    // The gap below the stack is the stack's.
    if (line.start <= last || line.name == "[stack]") continue;
    void* filler =
        mmap(reinterpret_cast<void*>(last), line.start - last, PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
             -1, 0);
    if (filler == MAP_FAILED)
      closed = false;
    else
      fillers->push_back({last, line.start - last, 0, -1});
  }
  return closed;
}

// Maps the new instance where the old one is mapped.
int Replace(const Mapping& mapping, std::vector<Mapping>* fillers) {
  auto* address = reinterpret_cast<void*>(mapping.address);
  munmap(address, mapping.size);
  for (int tries = 0; tries < 64; tries++) {
    void* mapped = mmap(nullptr, mapping.size, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_POPULATE, mapping.fd,
                        static_cast<off_t>(mapping.offset));
    if (mapped == MAP_FAILED) return errno;
    if (mapped == address) return 0;
    // A gap that was not closed: close it in turn.
    munmap(mapped, mapping.size);
    mapped =
        mmap(mapped, mapping.size, PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (mapped == MAP_FAILED) return errno;
    fillers->push_back(
        {reinterpret_cast<uintptr_t>(mapped), mapping.size, 0, -1});
  }
  return ENOMEM;
}

// Without the array that maps slots to entries (Linux 6.6), slots are taken in
// order; libuv fills the array, where there is one, so that they are too.
long Setup(size_t entries, Params* params) {
  *params = {};
  params->flags = kNoSqArray;
  long fd = Raw(SYS_io_uring_setup, static_cast<long>(entries),
                reinterpret_cast<long>(params));
  if (fd != -EINVAL) return fd;
  *params = {};
  return Raw(SYS_io_uring_setup, static_cast<long>(entries),
             reinterpret_cast<long>(params));
}

struct Fresh {
  Ring* ring;
  int fd;
  Params params;
};

int MakeFresh(std::vector<Fresh>* all) {
  for (Ring& ring : rings) {
    // The main loop's is another one by now.
    struct stat status;
    if (syscall(SYS_fstat, ring.fd, &status) == -1 ||
        status.st_ino != ring.inode)
      continue;
    Fresh fresh = {&ring, -1, {}};
    long fd = Setup(ring.entries.size / kEntrySize, &fresh.params);
    if (fd < 0) return static_cast<int>(-fd);
    fresh.fd = static_cast<int>(fd);
    all->push_back(fresh);
  }
  return 0;
}

// Of descriptors that have none of their own: all io_uring before Linux 5.16.
ino_t SharedInode() {
  static ino_t inode = 0;
  struct stat status;
  int fd = inode != 0 ? -1 : epoll_create1(EPOLL_CLOEXEC);
  if (fd == -1) return inode;
  if (syscall(SYS_fstat, fd, &status) == 0) inode = status.st_ino;
  close(fd);
  return inode;
}

}  // namespace

void ForgetRings() {
  known.swap(rings);
  rings.clear();
}

bool AddRing(int fd, int thread, Refusal* refusal) {
  if (thread > 0)
    return refusal->Code("ERR_FORK_UNSUPPORTED",
                         "libuv uses io_uring with a thread of the kernel's "
                         "(UV_USE_IO_URING=1)");
  struct stat status;
  if (syscall(SYS_fstat, fd, &status) == -1)
    return refusal->Errno(errno, "fstat");
  for (const Ring& ring : known) {
    if (ring.fd != fd || ring.inode != status.st_ino) continue;
    if (status.st_ino == SharedInode()) break;
    rings.push_back(ring);
    return true;
  }
  Ring ring = {fd, status.st_ino, {}, {}};
  int found = 0;
  int error = maps.Read();
  if (error != 0) return refusal->Reading(error);
  for (MapsLine line; maps.Next(&line);) {
    if (line.inode != status.st_ino ||
        line.name.find("[io_uring]") == std::string_view::npos)
      continue;
    found++;
    (line.offset == kEntries ? ring.entries : ring.rings) = {
        line.start, line.end - line.start, line.offset, -1};
  }
  // Before Linux 5.16 all instances have the same inode.
  if (found > 2)
    return refusal->Code("ERR_FORK_UNSUPPORTED",
                         "this kernel does not tell instances of io_uring "
                         "apart; start Node with UV_USE_IO_URING=0");
  if (found == 2) rings.push_back(ring);
  return true;
}

int ReplaceRings() {
  std::vector<Fresh> all;
  int error = MakeFresh(&all);
  if (error != 0 || all.empty()) return error;

  std::vector<Mapping> mappings, fillers;
  for (const Fresh& fresh : all) {
    for (Mapping mapping : {fresh.ring->rings, fresh.ring->entries}) {
      mapping.fd = fresh.fd;
      mappings.push_back(mapping);
    }
  }
  std::sort(
      mappings.begin(), mappings.end(),
      [](const Mapping& a, const Mapping& b) { return a.address > b.address; });
  fillers.reserve(256);
  if (!CloseGaps(mappings.back().address, &fillers)) {
    error = maps.Read();
    if (error == 0) CloseGaps(mappings.back().address, &fillers);
  }
  for (const Mapping& mapping : mappings)
    if (error == 0) error = Replace(mapping, &fillers);
  for (const Mapping& filler : fillers)
    munmap(reinterpret_cast<void*>(filler.address), filler.size);

  for (const Fresh& fresh : all) {
    if (error != 0) break;
    if (!(fresh.params.flags & kNoSqArray)) {
      auto* array = reinterpret_cast<uint32_t*>(fresh.ring->rings.address +
                                                fresh.params.sq.array);
      for (uint32_t i = 0; i < fresh.params.sqEntries; i++) array[i] = i;
    }
    struct stat status;
    if (dup3(fresh.fd, fresh.ring->fd, O_CLOEXEC) == -1 ||
        syscall(SYS_fstat, fresh.fd, &status) == -1)
      error = errno;
    else
      fresh.ring->inode = status.st_ino;
    close(fresh.fd);
  }
  return error;
}

}  // namespace posix_proc::fork
