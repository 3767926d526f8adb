// Memory that looks like a program's: small objects on V8's heap, or Buffers.

const kept = [];

export function grow(kind, megabytes) {
  while (process.memoryUsage.rss() < megabytes * 2 ** 20) {
    if (kind === 'buffers') kept.push(Buffer.alloc(2 ** 20, 1));
    else kept.push(objects(20_000));
  }
}

function objects(count) {
  const list = [];
  for (let id = 0; id < count; id++)
    list.push({ id, name: `object ${id}`, place: { x: id, y: -id } });
  return list;
}
