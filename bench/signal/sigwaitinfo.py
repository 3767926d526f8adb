# 10,000 signals, queued and then taken by signal.sigwaitinfo(). It shows no
# values. Nanoseconds: for all, and for the taking alone.

import os
import signal
import sys
import time

COUNT = 10_000
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
print('{"rss":0}', flush=True)
for line in sys.stdin:
    pid = os.getpid()
    before = time.monotonic_ns()
    for _ in range(COUNT):
        os.kill(pid, signal.SIGRTMIN)
    queued = time.monotonic_ns()
    for _ in range(COUNT):
        signal.sigwaitinfo([signal.SIGRTMIN])
    taken = time.monotonic_ns()
    print('{"time":%d,"taking":%d}' % (taken - before, taken - queued), flush=True)
