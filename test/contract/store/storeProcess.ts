import { openStore } from '../../../src/store/open.ts';

/** A store in a process of its own, to be killed: `node storeProcess.mjs <file> <socket>`. */
const [file = '', socketPath = ''] = process.argv.slice(2);
await openStore({ file, socketPath });
process.stdout.write('ready\n');
