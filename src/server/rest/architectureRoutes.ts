import path from 'node:path';
import * as z from 'zod';
import * as rest from '../../sync/protocol/rest.ts';
import { PROJECT_SCOPE } from '../../domain/scope.ts';
import { ProjectState } from '../../domain/state.ts';
import { parsed } from '../errors.ts';
import { parameter, type Route } from './route.ts';
import type { RouteParts } from './routeParts.ts';
import { sendAttachment, sendFile, untilGone } from './sending.ts';

const { ROUTES } = rest;

const generated = z.object({
  code: z.string(),
  lines: z.record(z.string(), z.object({ from: z.number(), to: z.number() })),
});

const TYPES: Readonly<Record<rest.ExportFormat, string>> = {
  py: 'text/x-python; charset=utf-8',
  json: 'application/json',
  keras: 'application/octet-stream',
};

export function architectureRoutes(parts: RouteParts): Route[] {
  return [...answerRoutes(parts), ...fileRoutes(parts)];
}

/** What can be said of a network. */
function answerRoutes({ projects, keras }: RouteParts): Route[] {
  return [
    {
      method: 'post',
      path: ROUTES.shapes,
      summary: 'What Keras makes of layers that the modules of the project define',
      body: rest.shapeQuestions,
      answer: { status: 200, body: rest.shapeAnswers },
      run: async (request) => {
        const questions = parsed(rest.shapeQuestions, request.body);
        const project = parameter(request, 'project');
        projects.demandTrust(project);
        const records = await projects.withSession(project, async (session) => session.read(PROJECT_SCOPE));
        return { answers: await keras.answer(new ProjectState(records), questions) };
      },
    },
    {
      method: 'get',
      path: ROUTES.code,
      summary: 'The Keras code of an architecture, and the lines of each layer',
      answer: { status: 200, body: generated },
      run: async (request) =>
        projects.code(parameter(request, 'project'), parameter(request, 'architecture')),
    },
  ];
}

/** Networks as files of Keras and as Python modules. */
function fileRoutes({ architectures, author }: RouteParts): Route[] {
  return [
    {
      method: 'post',
      path: ROUTES.architectureImport,
      summary: 'Import a network from a .keras file, a Keras JSON configuration or a legacy .h5 file',
      query: rest.importArchitecture,
      body: 'file',
      answer: { status: 201, body: rest.importedArchitecture },
      run: async (request, response) => {
        const { name, as } = parsed(rest.importArchitecture, request.query);
        const fileName = path.basename(name.replace(/\p{C}/gu, '_')) || 'The file';
        const project = parameter(request, 'project');
        return architectures.import(request, { project, fileName, name: as, author }, untilGone(response));
      },
    },
    {
      method: 'get',
      path: ROUTES.architectureExport,
      summary: 'An architecture as a Python module, a Keras JSON configuration, or an untrained .keras file',
      query: rest.exportArchitecture,
      answer: { status: 200, body: 'file' },
      run: async (request, response) => {
        const { format, commit } = parsed(rest.exportArchitecture, request.query);
        const [project, architecture] = [parameter(request, 'project'), parameter(request, 'architecture')];
        await architectures.export(
          { project, architecture, format, commit },
          untilGone(response),
          async (exported) => {
            sendAttachment(response, exported.name);
            await sendFile(response, exported.file, { type: TYPES[format] });
          },
        );
      },
    },
  ];
}
