import type { Response } from 'express';
import { notFound, RequestError } from '../errors.ts';

/** Names what is sent as a file to save; the name cannot choose a folder. */
export function sendAttachment(response: Response, name: string) {
  response.attachment(name.replace(/[\\/\p{C}]/gu, '_'));
}

export async function sendFile(
  response: Response,
  file: string,
  { type }: { readonly type: string },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    response.sendFile(
      file,
      { dotfiles: 'allow', headers: { 'Content-Type': type } },
      (error: Error | undefined) => {
        if (!error) resolve();
        else if (response.headersSent) reject(error);
        else
          reject(
            (error as NodeJS.ErrnoException).code === 'ENOENT'
              ? notFound('The file')
              : new RequestError('not-found', 'The file cannot be read.'),
          );
      },
    );
  });
}

/** Aborts when whoever asked has gone before the answer was there. */
export function untilGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
