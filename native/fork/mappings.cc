// The mappings that a plain fork() would not copy.
//
// Only smaps tells which they are, and it walks every page: 9 ms at 330 MB.
// But a mapping can be asked: MADV_DOFORK on its first page changes nothing
// where there is no mark, and where there is one, that page becomes a mapping
// of its own. Threads are parked, so nothing else can have split it.
//
// What was found to be marked is believed to be still at the next fork if it
// has the same bounds and lies where mappings are only by request: V8 asks for
// random addresses of 46 bits for its heap, the kernel itself gives out those
// near the stack. The others are asked each time. What was found unmarked is
// believed to be so: at the worst a mark is lost.
//
// No belief decides what the child gets: MADV_DOFORK goes to every private
// anonymous mapping.

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "fork.h"

namespace posix_proc::fork {

namespace {

constexpr uintptr_t kPage = 4096;
// Farther than this from what the kernel has placed: placed by request.
constexpr uintptr_t kFar = uintptr_t{1} << 44;

struct Range {
  uintptr_t start, end;
};

struct Mapping : Range {
  uint32_t line;  // of maps: neighbours have nothing between them
  bool marked;
};

std::vector<Mapping> known;  // those of the last fork
std::vector<Range> marked;   // to be marked again
std::vector<Range> spans;    // the same, with the holes between them

long Advise(const Range& range, int advice) {
  return Raw(SYS_madvise, static_cast<long>(range.start),
             static_cast<long>(range.end - range.start), advice);
}

// Every private anonymous mapping.
bool List(std::vector<Mapping>* mappings, Refusal* refusal) {
  int error = maps.Read();
  if (error != 0) return refusal->Reading(error);
  MapsLine line;
  for (uint32_t number = 0; maps.Next(&line); number++) {
    // [stack], [heap], [vdso] and their like are none of V8's, but [anon:…] is
    // a name that anybody may give.
    if (line.permissions[3] == 'p' && line.inode == 0 &&
        (line.name.empty() || line.name[0] != '[' ||
         line.name.substr(0, 6) == "[anon:"))
      mappings->push_back({{line.start, line.end}, number, false});
  }
  return true;
}

// Where the mapping ends that holds `address`; -errno where the kernel (before
// 6.11) cannot tell.
long EndOf(long fd, uintptr_t address) {
  struct {  // struct procmap_query of linux/fs.h
    uint64_t size, flags, address, start, end, vmaFlags, pageSize, offset,
        inode;
    uint32_t major, minor, nameSize, buildIdSize;
    uint64_t name, buildId;
  } query = {};
  query.size = sizeof(query);
  query.address = address;
  long result = Raw(SYS_ioctl, fd, static_cast<long>(_IOWR('f', 17, query)),
                    reinterpret_cast<long>(&query));
  return result < 0 ? result : static_cast<long>(query.end);
}

bool EndsAt(const std::vector<Mapping>& mappings, uintptr_t end) {
  auto first = std::lower_bound(
      mappings.begin(), mappings.end(), end,
      [](const Mapping& mapping, uintptr_t at) { return mapping.end < at; });
  return first != mappings.end() && first->end == end;
}

// Asks those mappings whether they are marked, and unmarks them. One that
// cannot be asked (of a single page, or no split is possible) loses its mark.
bool Ask(const std::vector<Mapping*>& mappings, Refusal* refusal) {
  long fd = Raw(SYS_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/maps"),
                O_RDONLY | O_CLOEXEC);
  if (fd < 0) return refusal->Errno(static_cast<int>(-fd), "open");
  bool listAgain = false;
  for (Mapping* mapping : mappings) {
    mapping->marked = false;
    if (mapping->end - mapping->start == kPage) continue;
    uintptr_t second = mapping->start + kPage;
    if (Advise({mapping->start, second}, MADV_DOFORK) != 0) continue;
    long end = EndOf(fd, mapping->start);
    mapping->marked = end < 0 || static_cast<uintptr_t>(end) == second;
    if (end < 0)
      listAgain = true;
    else if (mapping->marked)  // one by one: their number may be limited
      Advise(*mapping, MADV_DOFORK);
  }
  Raw(SYS_close, fd);
  if (!listAgain) return true;
  std::vector<Mapping> now;
  if (!List(&now, refusal)) return false;
  for (Mapping* mapping : mappings)
    mapping->marked &= EndsAt(now, mapping->start + kPage);
  return true;
}

bool IsFar(const Range& range) {
  static const uintptr_t near = reinterpret_cast<uintptr_t>(&near);
  return (range.start < near ? near - range.start : range.start - near) > kFar;
}

// From its end on, a range takes in what follows it. Over a hole too where
// nobody will map anything before the marks are back.
bool Follows(const Mapping& mapping, const Mapping& last) {
  return mapping.start == last.end ||
         (mapping.line == last.line + 1 && IsFar(mapping) && IsFar(last));
}

// madvise() passes over holes, and says ENOMEM in the end. Without a hole it is
// our own memory that has gone since it was listed; EINVAL is for a device's.
bool Lift(const std::vector<Mapping>& mappings, Refusal* refusal) {
  for (size_t i = 0, next; i < mappings.size(); i = next) {
    bool holes = false;
    for (next = i + 1;
         next < mappings.size() && Follows(mappings[next], mappings[next - 1]);
         next++)
      holes |= mappings[next].start != mappings[next - 1].end;
    Range span = {mappings[i].start, mappings[next - 1].end};
    long result = Advise(span, MADV_DOFORK);
    if (result == 0 || (result == -ENOMEM && holes)) continue;
    for (; i < next; i++) {
      result = Advise(mappings[i], MADV_DOFORK);
      bool foreign = result == -ENOMEM || result == -EINVAL;
      if (result != 0 && (mappings[i].marked || !foreign))
        return refusal->Errno(static_cast<int>(-result), "madvise");
    }
  }
  return true;
}

}  // namespace

Maps& maps = *new Maps;

bool LiftDontFork(Refusal* refusal) {
  std::vector<Mapping> mappings;
  mappings.reserve(known.size() + 256);
  marked.clear();
  spans.clear();
  if (!List(&mappings, refusal)) return false;

  std::vector<Mapping*> unsure;
  auto old = known.begin();
  for (Mapping& mapping : mappings) {
    while (old != known.end() && old->start < mapping.start) old++;
    bool same = old != known.end() && old->start == mapping.start &&
                old->end == mapping.end;
    mapping.marked = same && old->marked;
    if (!same || (mapping.marked && !IsFar(mapping)))
      unsure.push_back(&mapping);
  }
  bool ok = unsure.empty() || Ask(unsure, refusal);

  const Mapping* last = nullptr;
  for (const Mapping& mapping : mappings) {
    if (!mapping.marked) continue;
    if (last && mapping.start == last->end)
      marked.back().end = mapping.end;
    else
      marked.push_back(mapping);
    if (last && Follows(mapping, *last))
      spans.back().end = mapping.end;
    else
      spans.push_back(mapping);
    last = &mapping;
  }
  if (ok && Lift(mappings, refusal)) {
    known = std::move(mappings);
    return true;
  }
  RestoreDontFork();
  return false;
}

void RestoreDontFork() {
  for (const Range& range : marked) Advise(range, MADV_DONTFORK);
}

void RestoreDontForkAtOnce() {
  for (const Range& span : spans) Advise(span, MADV_DONTFORK);
}

}  // namespace posix_proc::fork
