// Programs without Node around one file of native/ each, which they include to
// reach what it keeps to itself. They are for ThreadSanitizer, which has to
// know all code that runs (scripts/test-asan.mjs).
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                        \
    }                                                                 \
  } while (0)
