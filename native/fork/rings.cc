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
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

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

// Calls back with start, end, offset, inode and name of every mapping.
template <typename Visit>
int ForEachMapping(Visit visit) {
  static Pages& maps = *new Pages;
  long length = ReadFile("/proc/self/maps", &maps);
  if (length < 0) return static_cast<int>(-length);
  for (char* line = maps.data(); *line;) {
    char* end = strchr(line, '\n');
    if (end) *end = 0;
    unsigned long from, to, offset, inode;
    int name = 0;
    if (sscanf(line, "%lx-%lx %*s %lx %*s %lu %n", &from, &to, &offset, &inode,
               &name) == 4)
      visit(from, to, offset, inode, line + name);
    if (!end) break;
    line = end + 1;
  }
  return 0;
}

// Closes every gap above `floor` with mappings that cost nothing.
int CloseGaps(uintptr_t floor, std::vector<Mapping>* fillers) {
  fillers->reserve(256);
  uintptr_t last = floor;
  return ForEachMapping(
      [&](uintptr_t from, uintptr_t to, uint64_t, uint64_t, const char* name) {
        // The gap below the stack is the stack's.
        bool stack = strcmp(name, "[stack]") == 0;
        if (from > last && from > floor && !stack) {
          void* filler = mmap(
              reinterpret_cast<void*>(last), from - last, PROT_NONE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
              -1, 0);
          if (filler != MAP_FAILED)
            fillers->push_back({last, from - last, 0, -1});
        }
        last = std::max(last, to);
      });
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
  const Ring* ring;
  int fd;
  Params params;
};

int MakeFresh(std::vector<Fresh>* all) {
  for (const Ring& ring : rings) {
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

}  // namespace

void ForgetRings() { rings.clear(); }

bool AddRing(int fd, int thread, Refusal* refusal) {
  if (thread > 0)
    return refusal->Code("ERR_FORK_UNSUPPORTED",
                         "libuv uses io_uring with a thread of the kernel's "
                         "(UV_USE_IO_URING=1)");
  struct stat status;
  if (syscall(SYS_fstat, fd, &status) == -1)
    return refusal->Errno(errno, "fstat");
  Ring ring = {fd, status.st_ino, {}, {}};
  int found = 0;
  int error = ForEachMapping([&](uintptr_t from, uintptr_t to, uint64_t offset,
                                 uint64_t inode, const char* name) {
    if (inode != status.st_ino || !strstr(name, "[io_uring]")) return;
    found++;
    (offset == kEntries ? ring.entries : ring.rings) = {from, to - from, offset,
                                                        -1};
  });
  if (error != 0) return refusal->Errno(error, "open");
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
  error = CloseGaps(mappings.back().address, &fillers);
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
    if (dup3(fresh.fd, fresh.ring->fd, O_CLOEXEC) == -1) error = errno;
    close(fresh.fd);
  }
  return error;
}

}  // namespace posix_proc::fork
