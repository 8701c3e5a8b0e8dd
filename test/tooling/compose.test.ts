import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';

const Duration = z.string().regex(/^\d+s$/);

/** The part of the Compose specification that the file uses: an unknown key is a mistake. */
const Service = z.strictObject({
  build: z.string().optional(),
  image: z.string().regex(/^[\w./-]+:\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/, 'an exact version'),
  init: z.boolean().optional(),
  restart: z.literal('unless-stopped'),
  command: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:/, 'open to this machine only')).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string().regex(/^[\w-]+:\//)),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  stop_grace_period: Duration.optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()).min(2),
      interval: Duration,
      timeout: Duration,
      start_period: Duration,
      retries: z.int(),
    })
    .optional(),
});

const Compose = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.strictObject({ internal: z.literal(true) }).nullable()),
  volumes: z.record(z.string(), z.null()),
});

describe('docker-compose.yml', () => {
  const { services, volumes } = Compose.parse(parse(readFileSync('docker-compose.yml', 'utf8')));
  const dockerfile = readFileSync('Dockerfile', 'utf8');

  test('every volume that is used is declared, and the other way round', () => {
    const used = Object.values(services).flatMap((service) => service.volumes.map((v) => v.split(':')[0]));
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(volumes).toSorted());
  });

  test('whatever is waited for has a health check', () => {
    const awaited = Object.values(services).flatMap((service) => Object.keys(service.depends_on ?? {}));
    for (const name of awaited) expect(services[name]?.healthcheck).toBeDefined();
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });

  test('the gateway uses the database beside it', () => {
    expect(services.gateway?.environment?.MONGODB_URI).toBe('mongodb://mongo:27017/deepforge');
    expect(services.mongo?.ports).toBeUndefined();
  });

  test('the worker shares the data folder with the gateway, and no network with it or the database', () => {
    const networks = (name: string) => services[name]?.networks ?? [];
    expect(services.worker?.volumes).toEqual(services.gateway?.volumes);
    expect(
      networks('worker').filter((name) => [...networks('gateway'), ...networks('mongo')].includes(name)),
    ).toEqual([]);
  });

  test('the base image is pinned by digest', () => {
    expect(dockerfile).toMatch(/^FROM node:[\d.]+-bookworm-slim@sha256:[0-9a-f]{64} AS base$/m);
  });
});
