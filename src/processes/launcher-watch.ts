/** npm forwards signals to the script that it runs, but nothing tells the script when npm is killed. */
import { readFileSync } from 'node:fs';

const pollMs = 1_000;
const shells = /^(sh|ash|dash|bash|zsh|ksh|busybox)$/;

/** Asks this process to end when the program that launched it is gone. For processes that npm runs: what systemd, nohup
 *  or a container starts must outlive a launcher that ends. */
export function endWithLauncher(): void {
  const atStart = launcher();
  const timer = setInterval(() => {
    const now = launcher();
    if (now === null || now === atStart) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, pollMs);
  timer.unref();
}

/** The parent, with its own parent if it is a shell: npm runs scripts in one, which may stay between the two. Null if
 *  it cannot be read now, because no file handle is left. */
function launcher(): string | null {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const [, name, rest] = /^\d+ \((.*)\) . (.*)$/s.exec(stat) ?? [];
    return shells.test(name) ? `${parent} of ${rest.split(' ')[0]}` : String(parent);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return null;
    return String(parent); // a system without /proc, whose shells replace themselves by the last command
  }
}
