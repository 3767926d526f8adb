// プロセス制御: exit関数, カーネルは必ず後始末をする

import {
  _exit,
  abort,
  close,
  fork,
  kill,
  pipe,
  read,
  waitpid,
  write,
} from 'posix-proc';
import { how, sleep } from './shared.js';

/** A child that holds one end of a pipe, and ends without closing it. */
function end(main: () => void, signal?: 'SIGKILL') {
  const [r, w] = pipe();
  const pid = fork();
  if (pid === 0) {
    write(w, 'open');
    main();
  }
  close(w); // now only the child has it
  const before = read(r, 100).toString();
  if (signal) kill(pid, signal);
  const after = read(r, 100); // until every write end is closed
  const ended = how(waitpid(pid)).replace(' (core dumped)', '');
  console.log(`${ended}: ${before}, then ${after.length} bytes`);
  close(r);
}

end(() => process.exit(0));
end(() => _exit(3));
end(() => abort());
end(() => sleep(60), 'SIGKILL');
