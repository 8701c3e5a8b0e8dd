import * as z from 'zod';

/*
 * The bodies and answers of REST under /api/v1. The OpenAPI document is made from these, and both sides parse with them.
 */

const title = z.string().trim().min(1).max(200);

export const project = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  createdAt: z.number().describe('Milliseconds since 1970'),
  modifiedAt: z.number(),
  modifiedBy: z.string(),
  counts: z.object({
    architectures: z.number().int(),
    pipelines: z.number().int(),
    executions: z.number().int(),
    artifacts: z.number().int(),
  }),
  /** The main graph, small: enough for a drawing on its card. */
  preview: z
    .object({
      nodes: z.array(z.object({ id: z.string(), label: z.string(), category: z.string() })),
      edges: z.array(z.object({ source: z.string(), target: z.string() })),
    })
    .nullable(),
});
export type ProjectInfo = z.infer<typeof project>;

export const template = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
});
export type TemplateInfo = z.infer<typeof template>;

export const createProject = z.object({ name: title, template: z.string().min(1).max(100) });
export const renameProject = z.object({ name: title });
export const duplicateProject = z.object({ name: title });

export const commit = z.object({
  hash: z.string(),
  parents: z.array(z.string()),
  message: z.string(),
  author: z.string(),
  time: z.number(),
});
export type CommitInfo = z.infer<typeof commit>;

export const historyPage = z.object({
  commits: z.array(commit),
  /** Give it as `before` to get the next page; null at the beginning of history. */
  next: z.string().nullable(),
});

const commitHash = z.string().regex(/^#[0-9a-f]{40}$/);
export const restore = z.object({ commit: commitHash });

export const startExecution = z.object({
  pipeline: z.guid(),
  name: z.string().trim().min(1).max(200).optional(),
  /** Attribute values for this execution only, as `Operation.attribute`. */
  set: z.record(z.string(), z.json()).optional(),
});

const tensorSpec = z.object({
  shape: z.array(z.number().int().nonnegative().nullable()).max(32),
  dtype: z.string().max(40),
});

/** What Keras is asked about layers of the project's own modules, with the code as whoever asks sees it. */
export const shapeQuestions = z.object({
  modules: z.array(z.object({ name: z.string().max(200), code: z.string() })).max(200),
  questions: z
    .array(
      z.object({
        type: z.string().max(200),
        args: z.record(z.string(), z.json()),
        inputs: z.record(z.string(), z.array(tensorSpec).max(1000)),
      }),
    )
    .max(100),
});
export type ShapeQuestions = z.infer<typeof shapeQuestions>;

const shapeAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('known'),
    outputs: z.array(tensorSpec),
    weights: z.array(z.object({ name: z.string(), shape: z.array(z.number()), trainable: z.boolean() })),
  }),
  z.object({ status: z.literal('refused'), message: z.string() }),
  z.object({ status: z.literal('failed'), message: z.string(), passing: z.boolean().exactOptional() }),
]);

/** In the order of the questions; null where the project has other code by now, or no such class. */
export const shapeAnswers = z.object({ answers: z.array(shapeAnswer.nullable()) });

export const started = z.object({ execution: z.guid(), name: z.string() });

export const importArchitecture = z.object({
  name: z.string().trim().min(1).max(200).describe('What the file is called'),
  as: title.optional().describe('What the architecture shall be called; the file says it otherwise'),
});

/** What an import made of a file. */
export const importReport = z.object({
  recognised: z.record(z.string(), z.number().int()).describe('How many layers there are of each type'),
  custom: z
    .array(z.object({ layer: z.string(), type: z.string(), reason: z.string() }))
    .describe('Layers of classes that Keras does not have'),
  notices: z
    .array(z.object({ layer: z.string(), message: z.string() }))
    .describe('What could not be taken over as it was'),
});

export const importedArchitecture = z.object({
  architecture: z.guid(),
  name: z.string(),
  report: importReport,
});
export type ImportedArchitectureInfo = z.infer<typeof importedArchitecture>;

export const exportFormat = z.enum(['py', 'json', 'keras']);
export type ExportFormat = z.infer<typeof exportFormat>;
export const exportArchitecture = z.object({
  format: exportFormat,
  commit: commitHash.optional().describe('As it was at this commit; without it, as it is now'),
});

/** Every failure answers like this. */
export const failure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    problems: z
      .array(z.object({ code: z.string(), at: z.string(), part: z.string().optional(), message: z.string() }))
      .optional(),
  }),
});
export type Failure = z.infer<typeof failure>;

/** The routes, relative to /api/v1. Ids are those of records; `artifact` files are sent as attachments. */
export const ROUTES = {
  health: '/health',
  openapi: '/openapi.json',
  templates: '/templates',
  projects: '/projects',
  project: '/projects/:project',
  duplicate: '/projects/:project/duplicate',
  exported: '/projects/:project/export',
  imported: '/projects/import',
  trust: '/projects/:project/trust',
  history: '/projects/:project/history',
  restore: '/projects/:project/restore',
  /** A scope as it was at a commit: `{ records }`. */
  past: '/projects/:project/commits/:commit/scopes/:scope',
  executions: '/projects/:project/executions',
  cancel: '/projects/:project/executions/:execution/cancel',
  jobLog: '/projects/:project/jobs/:job/log',
  jobEvents: '/projects/:project/jobs/:job/events',
  jobFile: '/projects/:project/jobs/:job/files/*',
  figureFile: '/projects/:project/figures/:figure/file',
  artifactUpload: '/projects/:project/artifacts',
  artifactFile: '/projects/:project/artifacts/:artifact/file',
  architectureImport: '/projects/:project/architectures',
  architectureExport: '/projects/:project/architectures/:architecture/export',
  code: '/projects/:project/architectures/:architecture/code',
  shapes: '/projects/:project/shapes',
} as const;
