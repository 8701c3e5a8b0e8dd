import { Command, InvalidArgumentError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type {
  ArchitectureExportOptions,
  ArchitectureImportOptions,
  ConnectionOptions,
  RunOptions,
  StartOptions,
  WorkerOptions,
} from './options.ts';
import { Stop } from './stop.ts';

/*
 * The command line. Each command loads what it needs when it runs, so that the others start fast.
 */

const DEFAULT_PORT = 8765;
const DEFAULT_DATA = 'data';

const program = new Command('deepforge')
  .description('Design, train and reproduce neural networks in a browser.')
  .version(manifest.version)
  .showHelpAfterError('Run it with --help to see what it takes.');

program
  .command('start')
  .description('start the gateway and open it in the browser')
  .option('--port <number>', 'where it listens', wholeNumber(0, 65535), DEFAULT_PORT)
  .option('--host <address>', 'the address it listens on', '127.0.0.1')
  .option('--data <folder>', 'where everything is kept', DEFAULT_DATA)
  .option('--jobs <number>', 'how many jobs run at once (default: the number of cores)', wholeNumber(1, 1024))
  .option('--spares <number>', 'how many Python interpreters wait with Keras imported', wholeNumber(0, 64), 1)
  .option('--worker', 'leave jobs to a worker on the same data folder (deepforge worker)')
  .option('--no-open', 'do not open the browser')
  .action(async (options: StartOptions) => {
    const { start } = await import('./start.ts');
    await start(options);
  });

program
  .command('worker')
  .description('run jobs for a gateway that shares the data folder and was started with --worker')
  .option('--data <folder>', 'the data folder of the gateway', DEFAULT_DATA)
  .option('--jobs <number>', 'how many jobs run at once (default: the number of cores)', wholeNumber(1, 1024))
  .option('--spares <number>', 'how many Python interpreters wait with Keras imported', wholeNumber(0, 64), 1)
  .action(async (options: WorkerOptions) => {
    const { work } = await import('./worker.ts');
    await work(options);
  });

program
  .command('run')
  .description('execute a pipeline and wait for it; exits 0 only when it succeeded')
  .argument('<project>', 'the name or id of the project')
  .argument('<pipeline>', 'the name of the pipeline')
  .option(
    '--set <Operation.attribute=value>',
    'give an attribute another value for this execution',
    collect,
    [],
  )
  .option('--name <name>', 'what the execution is called')
  .option('--json', 'print one JSON object at the end instead of the output of the jobs')
  .option('--url <address>', 'the gateway to use')
  .option('--data <folder>', 'the data folder to use when no gateway is named', DEFAULT_DATA)
  .action(async (project: string, pipeline: string, options: RunOptions) => {
    const { run } = await import('./run.ts');
    await run(project, pipeline, options);
  });

const projects = program.command('projects').description('list, create and trust projects');
connected(projects.command('list').description('list all projects')).action(
  async (options: ConnectionOptions) => {
    const { listProjects } = await import('./projects.ts');
    await listProjects(options);
  },
);
connected(
  projects
    .command('create')
    .description('create a project')
    .argument('<name>', 'what it is called')
    .requiredOption('--template <id>', 'what it begins with: digits, cifar10 or empty'),
).action(async (name: string, options: ConnectionOptions & { template: string }) => {
  const { createProject } = await import('./projects.ts');
  await createProject(name, options);
});

connected(
  projects
    .command('trust')
    .description('let the Python of an imported project run when somebody looks at its networks')
    .argument('<project>', 'its name or id'),
).action(async (project: string, options: ConnectionOptions) => {
  const { trustProject } = await import('./projects.ts');
  await trustProject(project, options);
});

const artifacts = program.command('artifacts').description('list and fetch artifacts');
connected(
  artifacts
    .command('list')
    .description('list the artifacts of a project')
    .argument('<project>', 'its name or id'),
).action(async (project: string, options: ConnectionOptions) => {
  const { listArtifacts } = await import('./artifacts.ts');
  await listArtifacts(project, options);
});
connected(
  artifacts
    .command('get')
    .description('save the file of an artifact')
    .argument('<project>', 'the name or id of the project')
    .argument('<artifact>', 'the name or id of the artifact; of several with one name the newest')
    .option('--output <file>', 'where to save it (default: its own name)'),
).action(async (project: string, artifact: string, options: ConnectionOptions & { output?: string }) => {
  const { getArtifact } = await import('./artifacts.ts');
  await getArtifact(project, artifact, options);
});

const architecture = program
  .command('architecture')
  .description('check networks, write their code, and bring them into projects and out again');
architecture
  .command('check')
  .description('say what is wrong with a network and what it comes to; exits 0 only when nothing is wrong')
  .argument('<file>', 'a Keras JSON configuration, .keras or .h5 file')
  .option('--json', 'print JSON')
  .action(async (file: string, options: { json?: boolean }) => {
    const { checkFile } = await import('./architecture.ts');
    await checkFile(file, options);
  });
architecture
  .command('code')
  .description('print a network as a Python module')
  .argument('<file>', 'a Keras JSON configuration, .keras or .h5 file')
  .action(async (file: string) => {
    const { printCode } = await import('./architecture.ts');
    await printCode(file);
  });
connected(
  architecture
    .command('import')
    .description('bring a network into a project, and report what was recognised')
    .argument('<file>', 'a Keras JSON configuration, .keras or .h5 file')
    .requiredOption('--project <project>', 'the name or id of the project')
    .option('--name <name>', 'what the architecture is called (default: as the file says)'),
).action(async (file: string, options: ArchitectureImportOptions) => {
  const { importFile } = await import('./networkFiles.ts');
  await importFile(file, options);
});
connected(
  architecture
    .command('export')
    .description(
      'save a network of a project as a Python module, a Keras JSON configuration or untrained .keras',
    )
    .argument('<architecture>', 'its name or id')
    .requiredOption('--project <project>', 'the name or id of the project')
    .option('--format <format>', 'py, json or keras (default: as the file ends)')
    .option('-o, --output <file>', 'where to save it, or - to print it (default: its own name)'),
).action(async (name: string, options: ArchitectureExportOptions) => {
  const { exportNetwork } = await import('./networkFiles.ts');
  await exportNetwork(name, options);
});

function connected(command: Command): Command {
  return command
    .option('--url <address>', 'the gateway to use')
    .option('--data <folder>', 'the data folder to use when no gateway is named', DEFAULT_DATA)
    .option('--json', 'print JSON');
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function wholeNumber(least: number, greatest: number) {
  return (text: string) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= greatest) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${String(least)} to ${String(greatest)}.`);
  };
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  if (error.message) process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
