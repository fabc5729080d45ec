import fs from 'node:fs';
import os from 'node:os';

/** Enough to tell a living process from a dead one, and from another that got the same process id later. */
export interface LockHolder {
  pid: number;
  host: string;
  /** When the lock was taken, ISO 8601. For people; nothing is decided by it. */
  started: string;
  /** Linux: which boot of which kernel, and which process id namespace (container). */
  kernel?: string;
  /** Linux: start time of the process in clock ticks since boot. */
  startTicks?: string;
}

export function describeThisProcess(): LockHolder {
  const kernel = kernelAndNamespace();
  const startTicks = startTicksOf(process.pid);
  return {
    pid: process.pid,
    host: os.hostname(),
    started: new Date().toISOString(),
    ...(kernel === undefined ? {} : { kernel }),
    ...(startTicks === undefined ? {} : { startTicks }),
  };
}

/** Whether the process lives; undefined when it cannot be looked up from here (another machine, boot or container). */
export function isRunning(holder: LockHolder): boolean | undefined {
  const kernel = kernelAndNamespace();
  if (kernel !== undefined) {
    if (holder.kernel !== kernel) return undefined;
    const startTicks = startTicksOf(holder.pid);
    return startTicks !== undefined && startTicks === holder.startTicks;
  }
  if (holder.host !== os.hostname()) return undefined;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function kernelAndNamespace(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`;
}

/** Undefined when there is no such process, when it is a zombie (killed, not yet reaped), or without /proc. */
function startTicksOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
  // "pid (name) state …": the name may hold spaces and brackets. Start time is field 22, state field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}
