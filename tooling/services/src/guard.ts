import { spawn } from 'node:child_process';

/**
 * Watches over one server and its folder from a process of its own. It holds a pipe to this process; when that closes,
 * however this process ended (kill -9 too), it stops the server and removes the folder.
 */
export interface Guard {
  /** The process group to stop, or none while the server is down. */
  watch(pid: number | undefined): void;
  /** Ends the guard without touching anything. */
  release(): void;
}

// A shell and not Node: it starts in a few milliseconds, and a test run may start hundreds of servers.
const script = `
trap '' INT TERM HUP QUIT
folder=$1 pid=
while read -r word value; do
  case $word in
    watch) pid=$value ;;
    release) exit 0 ;;
  esac
done
if [ -n "$pid" ]; then
  kill -s TERM -- "-$pid" 2>/dev/null
  i=0
  while kill -s 0 -- "-$pid" 2>/dev/null && [ $i -lt 50 ]; do i=$((i + 1)); sleep 0.1; done
  kill -s KILL -- "-$pid" 2>/dev/null
fi
rm -rf -- "$folder"
`;

export function startGuard(folder: string): Guard {
  const child = spawn('/bin/sh', ['-c', script, 'mapistore-guard', folder], {
    // A group of its own: Ctrl-C in a terminal must not end the guard before it did its work.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  child.unref();
  const pipe = child.stdin;
  // The guard may be gone already when all ends at once; there is nobody left to tell.
  pipe.on('error', () => undefined);
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return {
    watch: (pid) => void pipe.write(`watch ${pid ?? ''}\n`),
    release: () => void pipe.end('release\n'),
  };
}
