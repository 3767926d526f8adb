# os.fork() in Python, as posix-proc.mjs measures it. Argument: megabytes.

import mmap
import os
import struct
import sys
import time

memory = bytearray(b"\x01") * (int(sys.argv[1]) << 20)
page = mmap.mmap(-1, 4096)
print('{"rss":%d}' % len(memory), flush=True)
for line in sys.stdin:
    before = time.monotonic_ns()
    pid = os.fork()
    if pid == 0:
        page[:8] = struct.pack("q", time.monotonic_ns())
        os._exit(0)
    returned = time.monotonic_ns()
    os.waitpid(pid, 0)
    (first,) = struct.unpack("q", page[:8])
    print('{"call":%d,"first":%d}' % (returned - before, first - before), flush=True)
