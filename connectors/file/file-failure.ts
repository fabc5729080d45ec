import { LineshaftError } from '@lineshaft/flow';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'a folder has its name',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk quota is used up',
  EIO: 'its disk or file server failed',
  ESTALE: 'its file server has lost it',
  ETIMEDOUT: 'its file server does not answer',
  EHOSTDOWN: 'its file server does not answer',
  EXDEV: 'it lies in another file system than the folder that the file comes from',
};

const unreachable = new Set(['ENOENT', 'ENOTDIR', 'ESTALE', 'ETIMEDOUT', 'EHOSTDOWN']);

/**
 * Makes of an error of the file system one that is retried: disks get room again, mounts come back.
 * @param subject what begins the sentence, such as `The folder archive`; not the whole path of this machine
 * @returns the cause itself when it is none of the file system
 */
export function fileFailure(subject: string, cause: unknown): unknown {
  const reason = failureCode(cause);
  if (reason === undefined) return cause;
  const code = unreachable.has(reason) ? 'target-unreachable' : 'target-failed';
  const text = `${subject} cannot be used: ${reasons[reason] ?? 'the file system refused'} (${reason}).`;
  return new LineshaftError(code, text, { details: { reason } });
}

/** `ENOENT` and the like; undefined for what the file system did not throw. */
export function failureCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('syscall' in cause)) return undefined;
  return (cause as NodeJS.ErrnoException).code;
}
