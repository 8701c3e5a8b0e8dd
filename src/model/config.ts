import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { generateKeyPair, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultEngineConfig, engine, validateEngineConfig, type EngineConfig } from './engine.ts';

/** The one account through which we use the engine; who did what is the author of the commit. */
export const ENGINE_USER = 'deepforge';

/**
 * Overlays are cut into shards of this many relations. Every edit rewrites the list of shards and an addition one
 * of them too, so the two are balanced for 20,000 nodes. The engine reads any size, though its validator wants 1,000.
 */
export const SHARD_SIZE = 160;

export interface EngineLocation {
  readonly mongoUri: string;
  /** Where the engine's keys lie, made on first use. */
  readonly keyFolder: string;
  readonly pluginFolders?: readonly string[];
}

/** The engine's configuration: nothing is read from the working folder and nothing is written there. */
export async function engineConfig(location: EngineLocation): Promise<EngineConfig> {
  await makeKeys(location.keyFolder);
  const config = describeEngine(location);
  validateEngineConfig(config);
  engine.addToRequireJsPaths(config);
  config.core.overlayShardSize = SHARD_SIZE;
  return config;
}

/** The same as plain data, for the engine's own commands. */
export function describeEngine({ mongoUri, keyFolder, pluginFolders = [] }: EngineLocation): EngineConfig {
  const config = defaultEngineConfig();
  const console = { transportType: 'Console', options: { level: 'error' } };
  return {
    ...config,
    mongo: { ...config.mongo, uri: mongoUri },
    core: { ...config.core, overlayShardSize: 1000 },
    authentication: {
      ...config.authentication,
      enable: true,
      allowGuests: false,
      allowUserRegistration: false,
      guestAccount: ENGINE_USER,
      guestCanCreate: true,
      jwt: {
        ...(config.authentication.jwt as object),
        allowInsecureKeySizes: false,
        publicKey: join(keyFolder, PUBLIC_KEY),
        privateKey: join(keyFolder, PRIVATE_KEY),
      },
      encryption: { algorithm: 'aes-256-cbc', key: join(keyFolder, ENCRYPTION_KEY) },
    },
    blob: { ...(config.blob as object), fsDir: join(keyFolder, 'blobs') },
    plugin: {
      ...(config.plugin as { basePaths: string[] }),
      basePaths: [...(config.plugin as { basePaths: string[] }).basePaths, ...pluginFolders],
    },
    seedProjects: { ...(config.seedProjects as object), enable: false, basePaths: [] },
    server: { ...(config.server as object), log: { transports: [console] } },
    bin: { log: { transports: [console] } },
  };
}

const PUBLIC_KEY = 'token.public.pem';
const PRIVATE_KEY = 'token.private.pem';
const ENCRYPTION_KEY = 'encryption.key';

async function makeKeys(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await exists(join(folder, ENCRYPTION_KEY))) return;
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeSecret(folder, PUBLIC_KEY, publicKey);
  await writeSecret(folder, PRIVATE_KEY, privateKey);
  await writeSecret(folder, ENCRYPTION_KEY, randomBytes(16).toString('hex'));
}

async function writeSecret(folder: string, name: string, text: string) {
  const draft = join(folder, `${name}.new`);
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, join(folder, name));
}

const exists = (file: string) =>
  readFile(file).then(
    () => true,
    () => false,
  );
