import type { RequestHandler } from 'express';
import { RequestError } from './errors.ts';

/*
 * Without accounts the gateway trusts whoever reaches it on this machine. A web page from elsewhere also runs on this
 * machine, so requests must name a local host (against DNS rebinding) and come from our own pages (against forgery).
 */

const LOCAL_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export const isLoopback = (host: string) => ['localhost', '127.0.0.1', '::1'].includes(host);

/** Whether a request may be served, by its Host and Origin headers. */
export function isTrusted({
  host,
  origin,
}: {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}): boolean {
  if (host === undefined || !LOCAL_NAMES.has(nameOf(host))) return false;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

export const guard: RequestHandler = (request, _response, next) => {
  const { host, origin } = request.headers;
  const crossSite = request.headers['sec-fetch-site'] === 'cross-site' && request.method !== 'GET';
  if (isTrusted({ host, origin }) && !crossSite) next();
  else
    next(
      new RequestError('not-allowed', 'Requests are served only to pages of this gateway, on this machine.'),
    );
};

/** What every answer says to the browser about what the page may do. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; " +
      "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  next();
};

const nameOf = (host: string) => host.replace(/:\d+$/, '').toLowerCase();
