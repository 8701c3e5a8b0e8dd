/** Runs one bundled bench in a process of its own, so that no bench measures the leftovers of another. */
const { default: bench } = await import(`file://${process.argv[2]}`);
const rows = await bench.run();
process.send?.({ name: bench.name, rows }, () => process.exit(0));
