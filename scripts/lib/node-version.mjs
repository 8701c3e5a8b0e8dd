/** The one check that comes before everything else, in words that an old Node still understands. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    'deepforge: Node 20.19 or newer is needed, but this is ' +
      process.versions.node +
      '; install a newer one from https://nodejs.org or with your version manager, then run the same command again.',
  );
  process.exit(1);
}
