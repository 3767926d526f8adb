// Descriptors 0, 1 and 2 for a program that is not Node: libuv lets a pipe, a
// socket or a terminal not block, and programs expect that they do.
#pragma once

#include <napi.h>

namespace posix_proc {

// A description of the same pipe that blocks, without a change for those who
// have this one. `status` is what F_GETFL says. -1: there is none to be had.
int OpenBlocking(int fd, int status);

// Makes `fd` block for all who have it, as libuv does for its own children;
// unless libuv reads from it here, until there is no more: that would stop the
// event loop.
void MakeBlocking(Napi::Env env, int fd, int status);

}  // namespace posix_proc
