// fork() in C, as posix-proc.mjs measures it. Argument: megabytes.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

int main(int argc, char **argv) {
  size_t size = (size_t)(argc > 1 ? atoi(argv[1]) : 0) << 20;
  char *memory = malloc(size + 1);
  volatile long *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char line[16];
  memset(memory, 1, size + 1);
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("{\"rss\":%zu}\n", size);
  while (fgets(line, sizeof(line), stdin)) {
    long before = now();
    pid_t pid = fork();
    if (pid == 0) {
      *page = now();
      _exit(0);
    }
    long returned = now();
    waitpid(pid, NULL, 0);
    printf("{\"call\":%ld,\"first\":%ld}\n", returned - before, *page - before);
  }
  return memory[size] - 1;
}
