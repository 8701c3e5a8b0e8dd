/**
 * Who may open which door (docs/architecture.md). `allowedTo` lists, for each room, what it may import of ours;
 * everything else in the repository is forbidden to it.
 */
const ROOM = {
  meta: '^meta/',
  domain: '^src/domain/',
  model: '^src/model/',
  protocol: '^src/sync/protocol(/|\\.ts$)',
  syncServer: '^src/sync/server/',
  syncClient: '^src/sync/client/',
  jobs: '^src/jobs/',
  store: '^src/store/',
  plugins: '^plugins/',
  seeds: '^seeds/',
  visualizers: '^visualizers/',
};

const { meta, domain, model, protocol, syncServer, syncClient, jobs, store, plugins, seeds, visualizers } =
  ROOM;

const OURS = '^(meta|src|plugins|seeds|visualizers|test|bench|scripts)/';

const ARROWS = [
  room('meta', meta, []),
  room('domain', domain, [meta]),
  room('model', model, [domain, meta]),
  room('sync-protocol', protocol, [domain, meta]),
  room('sync-server', syncServer, [protocol, model, domain, meta]),
  room('sync-client', syncClient, [protocol, domain, meta]),
  room('jobs', jobs, [domain, meta]),
  room('store', store, []),
  room('plugins', plugins, [domain, model, meta]),
  room('seeds', seeds, [domain, model, meta]),
  room('visualizers', visualizers, [domain, meta, syncClient, protocol]),
];

function room(name, path, allowedTo) {
  const reachable = [path, ...allowedTo];
  return {
    name: `${name}-imports-only-what-it-may`,
    severity: 'error',
    from: { path },
    to: { path: OURS, pathNot: reachable },
  };
}

module.exports = {
  forbidden: [
    ...ARROWS,
    {
      name: 'nobody-imports-a-composition-root',
      comment:
        'The gateway, the browser app and the command line put the rest together; tests may look inside.',
      severity: 'error',
      from: { path: '^(meta|src|plugins|seeds|visualizers)/', pathNot: '^src/(server|app|cli)/' },
      to: { path: '^src/(server|app|cli)/' },
    },
    {
      name: 'the-app-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: ['^src/(server|cli|store|model)/', '^src/sync/server/', '^plugins/', '^seeds/'] },
    },
    {
      name: 'the-server-shows-nothing',
      severity: 'error',
      from: { path: '^src/(server|cli)/' },
      to: { path: ['^src/app/', '^visualizers/'] },
    },
    {
      name: 'only-the-model-knows-the-engine',
      severity: 'error',
      from: { path: '^(meta|src|plugins|seeds|visualizers|bench)/', pathNot: model },
      to: { path: 'node_modules/webgme-' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Values in, values or problems out: no packages, no Node.',
      severity: 'error',
      from: { path: [meta, domain] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-product-does-not-import-its-tests',
      severity: 'error',
      from: { path: '^(meta|src|plugins|seeds|visualizers)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(worker|raw|url|inline)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
