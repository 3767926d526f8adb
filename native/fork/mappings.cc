// The mappings that a plain fork() would not copy.
//
// Only smaps tells which they are, and it walks every page: 9 ms at 330 MB.
// So the kernel is asked by doing it: a probe, a bare clone() of this process,
// tests which private mappings it did not get, and ends. That costs what a fork
// without V8's heap costs, and it cannot be wrong: threads are parked, so
// nothing changes between the probe and the real fork.
//
// As long as /proc/self/maps reads exactly as it did when the last probe was
// made, that one's result holds: a mapping that had been replaced by another
// kind at exactly the same place, without a trace anywhere else, would have to
// be V8's before and malloc's afterwards (or the reverse), and those two map in
// different parts of the address space.
//
// Large memory outside of V8 (Buffers) would make the probe as dear as the
// fork. Mappings of 1 MiB and more that an earlier probe found unmarked are
// therefore hidden from it. If such a one has been replaced meanwhile by a
// marked one at exactly the same place, it loses its mark in this process:
// child_process would copy it then. Nothing worse can come of it.

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "fork.h"

namespace posix_proc::fork {

Pages::~Pages() {
  if (data_) Raw(SYS_munmap, data_, static_cast<long>(size_));
}

bool Pages::Reserve(size_t size, bool shared) {
  if (size <= size_) return true;
  size = (std::max(size, 2 * size_) + 4095) & ~size_t{4095};
  void* moved =
      data_ ? mremap(data_, size_, size, MREMAP_MAYMOVE)
            : mmap(nullptr, size, PROT_READ | PROT_WRITE,
                   MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE), -1, 0);
  if (moved == MAP_FAILED) return false;
  data_ = static_cast<char*>(moved);
  size_ = size;
  return true;
}

long ReadFile(const char* path, Pages* into) {
  long fd = Raw(SYS_openat, AT_FDCWD, reinterpret_cast<long>(path),
                O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fd;
  size_t length = 0;
  long count;
  do {
    if (!into->Reserve(length + 8192)) {
      count = -ENOMEM;
      break;
    }
    count = Raw(SYS_read, fd, reinterpret_cast<long>(into->data() + length),
                static_cast<long>(into->size() - length - 1));
    if (count > 0) length += static_cast<size_t>(count);
  } while (count > 0 || count == -EINTR);
  Raw(SYS_close, fd);
  if (count < 0) return count;
  into->data()[length] = 0;
  return static_cast<long>(length);
}

namespace {

constexpr size_t kLarge = 1 << 20;
// The uppermost 2 TiB; V8 asks for random places, most of them below.
constexpr uintptr_t kKernelsChoice = 0x7e0000000000;

struct Range {
  uintptr_t start, end;
  bool operator==(const Range& other) const {
    return start == other.start && end == other.end;
  }
};

struct Candidate : Range {
  size_t line;   // of /proc/self/maps
  bool hidden;   // from the probe
  bool missing;  // in the probe: marked MADV_DONTFORK
};

Pages& mapsPages = *new Pages;
// What it read at the last probe; nothing is known when the length is 0.
Pages& probedPages = *new Pages;
size_t probedLength;
struct Marked : Range {
  bool gaps;  // madvise(2) does its work then, and returns ENOMEM
};

std::vector<Marked> marked;        // unmarked now, to be marked again
std::vector<Range> largeUnmarked;  // of the last probe, sorted by address

long Advise(const Range& range, int advice) {
  return Raw(SYS_madvise, static_cast<long>(range.start),
             static_cast<long>(range.end - range.start), advice);
}

// Every private anonymous mapping. "start-end perms offset dev inode path"
void ListCandidates(std::vector<Candidate>* candidates) {
  size_t number = 0;
  for (char* line = mapsPages.data(); *line; number++) {
    char* at = line;
    uintptr_t start = strtoul(at, &at, 16);
    uintptr_t end = strtoul(at + 1, &at, 16);
    bool isPrivate = at[4] == 'p';
    strtoul(at + 6, &at, 16);  // offset
    at = strchr(at + 1, ' ');  // over the device
    unsigned long inode = strtoul(at, &at, 10);
    at += strspn(at, " ");
    // [stack], [heap], [vdso] and their like are none of V8's.
    if (isPrivate && inode == 0 && *at != '[')
      candidates->push_back({{start, end}, number, false, false});
    line = strchr(at, '\n');
    if (!line) break;
    line++;
  }
}

// -ENOMEM when nothing is mapped there.
long FirstPage(const Range& range) {
  unsigned char resident;
  return Raw(SYS_mincore, static_cast<long>(range.start), 1,
             reinterpret_cast<long>(&resident));
}

// The probe, on a copy of this stack: system calls only, results into a shared
// mapping. Its exit status is an errno, or 0.
[[noreturn]] void Probe(Candidate* candidates, size_t count) {
  long result = 0;
  for (size_t i = 0; i < count && result == 0; i++) {
    result = FirstPage(candidates[i]);
    candidates[i].missing = result == -ENOMEM;
    if (candidates[i].missing) result = 0;
  }
  for (;;) Raw(SYS_exit_group, -result);
}

// The kernel itself writes to a thread's TLS (rseq) when it returns to it.
bool HoldsOwnTls(const Range& range) {
  auto tid = reinterpret_cast<uintptr_t>(OwnTid());
  return tid >= range.start && tid < range.end;
}

bool RunProbe(Candidate* shared, size_t count, Refusal* refusal) {
  // No exit signal: nobody but us ever hears of this child.
  long pid = Raw(SYS_clone, 0L);
  if (pid == 0) Probe(shared, count);
  if (pid < 0) return refusal->Errno(static_cast<int>(-pid), "clone");
  int status = 0;
  long result;
  do {
    result = Raw(SYS_wait4, pid, reinterpret_cast<long>(&status), __WALL);
  } while (result == -EINTR);
  if (result != pid || !WIFEXITED(status))
    return refusal->Errno(EAGAIN, "clone");  // it was killed
  int error = WEXITSTATUS(status);
  return error == 0 || refusal->Errno(error, "mincore");
}

void ExtendTo(const Range& next) {
  marked.back().gaps |= marked.back().end != next.start;
  marked.back().end = next.end;
}

bool FindMarked(Refusal* refusal) {
  std::vector<Candidate> candidates;
  candidates.reserve(1024);
  ListCandidates(&candidates);

  Pages shared;
  size_t size = candidates.size() * sizeof(Candidate);
  if (!shared.Reserve(size, true)) return refusal->Errno(ENOMEM, "mmap");
  for (Candidate& candidate : candidates) {
    candidate.hidden =
        candidate.end - candidate.start >= kLarge && !HoldsOwnTls(candidate) &&
        std::find(largeUnmarked.begin(), largeUnmarked.end(), candidate) !=
            largeUnmarked.end();
    if (candidate.hidden) Advise(candidate, MADV_DONTFORK);
  }
  memcpy(shared.data(), candidates.data(), size);
  auto* probed = reinterpret_cast<Candidate*>(shared.data());
  bool ok = RunProbe(probed, candidates.size(), refusal);
  for (const Candidate& candidate : candidates)
    if (candidate.hidden) Advise(candidate, MADV_DOFORK);
  if (!ok) return false;

  marked.clear();
  largeUnmarked.clear();
  size_t lastLine = 0;
  for (size_t i = 0; i < candidates.size(); i++) {
    const Candidate& candidate = probed[i];
    if (candidate.missing && !candidate.hidden &&
        FirstPage(candidate) != -ENOMEM) {
      // One call does for a run of them: madvise(2) steps over the gaps
      // between. Not where the kernel puts mappings that name no place: we may
      // need a new one before the mark is set again.
      if (!marked.empty() && candidate.line == lastLine + 1 &&
          (candidate.start < kKernelsChoice ||
           candidate.start == marked.back().end))
        ExtendTo(candidate);
      else
        marked.push_back({candidate, false});
      lastLine = candidate.line;
    } else if (candidate.end - candidate.start >= kLarge) {
      largeUnmarked.push_back(candidate);
    }
  }
  return true;
}

}  // namespace

bool LiftDontFork(Refusal* refusal) {
  // Once more when the buffers have grown: they are mappings themselves.
  size_t size, buffers;
  do {
    buffers = mapsPages.size() + probedPages.size();
    long length = ReadFile("/proc/self/maps", &mapsPages);
    if (length < 0) return refusal->Errno(static_cast<int>(-length), "open");
    size = static_cast<size_t>(length);
    if (!probedPages.Reserve(size)) return refusal->Errno(ENOMEM, "mmap");
  } while (mapsPages.size() + probedPages.size() != buffers);
  if (size != probedLength ||
      memcmp(mapsPages.data(), probedPages.data(), size) != 0) {
    probedLength = 0;
    memcpy(probedPages.data(), mapsPages.data(), size);
    if (!FindMarked(refusal)) return false;
    probedLength = size;
  }
  for (const Marked& range : marked) {
    long result = Advise(range, MADV_DOFORK);
    if (result == 0 || (result == -ENOMEM && range.gaps)) continue;
    RestoreDontFork();
    return refusal->Errno(static_cast<int>(-result), "madvise");
  }
  return true;
}

void RestoreDontFork() {
  for (const Marked& range : marked) Advise(range, MADV_DONTFORK);
}

}  // namespace posix_proc::fork
