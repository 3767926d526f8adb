const first = Number(process.hrtime.bigint());
process.send(first, () => process.disconnect());
