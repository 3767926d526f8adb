// Reading /proc while malloc is out of reach.

#include <fcntl.h>
#include <sys/mman.h>
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
  // Not by mremap(), which some sandboxes do not know.
  void* larger =
      mmap(nullptr, size, PROT_READ | PROT_WRITE,
           MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE), -1, 0);
  if (larger == MAP_FAILED) return false;
  if (data_) {
    memcpy(larger, data_, size_);
    Raw(SYS_munmap, data_, static_cast<long>(size_));
  }
  data_ = static_cast<char*>(larger);
  size_ = size;
  return true;
}

long ReadFile(const char* path, Pages* into, int dir) {
  long fd =
      Raw(SYS_openat, dir, reinterpret_cast<long>(path), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fd;
  size_t length = 0;
  long count;
  do {
    if (!into->Reserve(length + 4097)) {  // a page of text, and the NUL
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

// Once more when the buffer has grown, for it is a mapping itself.
int Maps::Read() {
  long length;
  size_t size;
  do {
    size = text_.size();
    length = ReadFile("/proc/self/maps", &text_);
    if (length < 0) return static_cast<int>(-length);
  } while (text_.size() != size);
  length_ = static_cast<size_t>(length);
  Rewind();
  return 0;
}

namespace {

// There are thousands of lines: strtoul() takes three times as long.
uint64_t Number(const char** at, unsigned base) {
  uint64_t value = 0;
  for (;; (*at)++) {
    char c = **at;
    if (c >= '0' && c <= '9')
      value = value * base + static_cast<unsigned>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value = value * base + static_cast<unsigned>(c - 'a' + 10);
    else
      return value;
  }
}

}  // namespace

// "start-end perms offset major:minor inode   name"
bool Maps::Next(MapsLine* line) {
  const char* end = text_.data() + length_;
  if (at_ >= end) return false;
  line->start = Number(&at_, 16);
  at_++;
  line->end = Number(&at_, 16);
  line->permissions = ++at_;
  at_ += 5;
  line->offset = Number(&at_, 16);
  at_++;
  Number(&at_, 16);
  at_++;
  Number(&at_, 16);
  at_++;
  line->inode = Number(&at_, 10);
  while (*at_ == ' ') at_++;
  auto* newline = static_cast<const char*>(
      memchr(at_, '\n', static_cast<size_t>(end - at_)));
  if (!newline) newline = end;
  line->name = {at_, static_cast<size_t>(newline - at_)};
  at_ = newline + 1;
  return true;
}

}  // namespace posix_proc::fork
