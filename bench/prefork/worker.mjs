// A worker of cluster or of child_process.fork(): loads the application itself.
// Descriptor 4 is the socket that the latter share.

import cluster from 'node:cluster';
import { collectWhenAsked, createServer, setup } from './app.mjs';

const server = createServer(setup(Number(process.argv[2])));
collectWhenAsked();
server.listen(cluster.isWorker ? { port: 0, host: '127.0.0.1' } : { fd: 4 });
server.on('listening', () => process.send('ready'));
process.on('disconnect', () => process.exit()); // its parent has ended
