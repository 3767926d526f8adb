# psutil: of each process what `ps -eo pid,ppid,stat,rss,args` tells. Answers as
# bench/fork/serve.mjs does.

import json
import sys
import time

import psutil

ATTRS = ['pid', 'ppid', 'status', 'memory_info', 'cmdline']


def rows():
    return [[p.info['pid'], p.info['ppid'], p.info['status'],
             p.info['memory_info'].rss, ' '.join(p.info['cmdline'] or [])]
            for p in psutil.process_iter(ATTRS)]


print(json.dumps({}), flush=True)
for _ in sys.stdin:
    before = time.perf_counter_ns()
    found = rows()
    spent = time.perf_counter_ns() - before
    print(json.dumps({'time': spent, 'rows': len(found)}), flush=True)
