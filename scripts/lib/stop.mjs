/** A reason to stop that a person can act on: shown as its one sentence, without a stack trace. */
export class Stop extends Error {}

/** @param {() => Promise<number | void>} main resolves with the exit code, or with nothing to stay alive */
export async function runAsCommand(main) {
  try {
    const code = await main();
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    console.error(error instanceof Stop ? `deepforge: ${error.message}` : error);
    process.exit(1);
  }
}
