// posix_spawn("/bin/true") and waitpid() in C, as posix-proc.mjs measures it.
// Argument: megabytes.

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

int main(int argc, char **argv) {
  size_t size = (size_t)(argc > 1 ? atoi(argv[1]) : 0) << 20;
  char *memory = malloc(size + 1);
  char *program[] = {"true", NULL};
  char line[16];
  memset(memory, 1, size + 1);
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("{\"rss\":%zu}\n", size);
  while (fgets(line, sizeof(line), stdin)) {
    int status = 1;
    pid_t pid;
    long before = now();
    if (posix_spawn(&pid, "/bin/true", NULL, NULL, program, environ) == 0)
      waitpid(pid, &status, 0);
    printf("{\"time\":%ld}\n", now() - before);
    if (status != 0) return 1;
  }
  return memory[size] - 1;
}
