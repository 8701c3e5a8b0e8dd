import { createHash } from 'node:crypto';
import { generateNKeysBetween } from 'fractional-indexing';
import type { ArgumentValue } from '../meta/catalogue/index.ts';
import {
  METAMODEL_VERSION,
  type AttributeRecord,
  type LayerRecord,
  type ModelRecord,
  type OperationRecord,
  type PortRecord,
  type StepRecord,
} from '../meta/index.ts';
import type { Json } from '../meta/json.ts';
import { blank } from '../src/domain/state.ts';

/** A project to start from. Its ids come from names, so that building it again gives the same file. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly records: readonly ModelRecord[];
}

type AttributeDeclaration = Partial<
  Pick<AttributeRecord, 'type' | 'default' | 'min' | 'max' | 'options' | 'doc'>
>;
type PortDeclaration = Partial<Pick<PortRecord, 'type' | 'optional' | 'doc'>>;

interface OperationDeclaration extends Partial<
  Pick<OperationRecord, 'description' | 'category' | 'role' | 'code'>
> {
  readonly inputs?: Readonly<Record<string, PortDeclaration>>;
  readonly outputs?: Readonly<Record<string, PortDeclaration>>;
  readonly attributes?: Readonly<Record<string, AttributeDeclaration>>;
  readonly references?: Readonly<Record<string, 'Architecture' | 'Artifact'>>;
}

type Connections = readonly (readonly [source: string, target: string])[];

/** Collects the records of a template; what is made later may refer by name to what was made before. */
export class TemplateBuilder {
  readonly #id: string;
  readonly #project: string;
  readonly #records: ModelRecord[] = [];

  constructor(id: string, name: string, description: string) {
    this.#id = id;
    this.#project = this.#idOf('project');
    this.#add(
      blank('Project', { id: this.#project, parent: null, name, description, metamodel: METAMODEL_VERSION }),
    );
  }

  /** Layers in order, each fed by the one before it. */
  chain(
    name: string,
    description: string,
    layers: readonly (readonly [name: string, type: string, args: Record<string, ArgumentValue>])[],
  ): this {
    const architecture = this.#idOf('architecture', name);
    this.#add(blank('Architecture', { id: architecture, parent: this.#project, name, description }));
    const records = layers.map(([layer, type, args]) =>
      blank('Layer', {
        id: this.#idOf(name, layer),
        parent: architecture,
        name: layer,
        type,
        args: args as LayerRecord['args'],
      }),
    );
    records.forEach((record) => this.#add(record));
    records.slice(1).forEach((target, index) => {
      const source = records[index];
      if (source) this.#connect(architecture, [source.id, '0'], [target.id, 'inputs']);
    });
    return this;
  }

  operation(name: string, declaration: OperationDeclaration): this {
    const { inputs = {}, outputs = {}, attributes = {}, references = {}, ...fields } = declaration;
    const operation = this.#idOf('operation', name);
    this.#add(blank('Operation', { id: operation, parent: this.#project, name, ...fields }));
    this.#ports(operation, name, 'input', inputs);
    this.#ports(operation, name, 'output', outputs);
    inSequence(attributes).forEach(([attribute, declared, order]) => {
      const id = this.#idOf(name, 'attribute', attribute);
      this.#add(blank('Attribute', { id, parent: operation, name: attribute, order, ...declared }));
    });
    inSequence(references).forEach(([reference, target, order]) => {
      const id = this.#idOf(name, 'reference', reference);
      this.#add(blank('Reference', { id, parent: operation, name: reference, order, target }));
    });
    return this;
  }

  /** Steps by name with the operation each uses; connections as `Step.port`. */
  pipeline(
    name: string,
    description: string,
    steps: Readonly<
      Record<string, { operation?: string; args?: Record<string, Json>; references?: Record<string, string> }>
    >,
    connections: Connections,
  ): this {
    const pipeline = this.#idOf('pipeline', name);
    this.#add(blank('Pipeline', { id: pipeline, parent: this.#project, name, description }));
    const operations = new Map<string, string>();
    for (const [step, { operation = step, args = {}, references = {} }] of Object.entries(steps)) {
      operations.set(step, operation);
      this.#add(this.#step(pipeline, name, step, operation, args, references));
    }
    for (const [source, target] of connections) {
      this.#connect(
        pipeline,
        this.#end(name, operations, source, 'output'),
        this.#end(name, operations, target, 'input'),
      );
    }
    return this;
  }

  build(): Template {
    const [project] = this.#records;
    if (project?.concept !== 'Project') throw new Error('Expected the project first.');
    return { id: this.#id, name: project.name, description: project.description, records: this.#records };
  }

  #step(
    pipeline: string,
    pipelineName: string,
    name: string,
    operation: string,
    args: Record<string, Json>,
    references: Record<string, string>,
  ): StepRecord {
    const targets = Object.entries(references).map(([key, architecture]) => [
      key,
      this.#idOf('architecture', architecture),
    ]);
    return blank('Step', {
      id: this.#idOf('step', pipelineName, name),
      parent: pipeline,
      name,
      operation: this.#idOf('operation', operation),
      args,
      references: Object.fromEntries(targets) as Record<string, string>,
    });
  }

  #ports(
    operation: string,
    name: string,
    direction: PortRecord['direction'],
    ports: Readonly<Record<string, PortDeclaration>>,
  ) {
    inSequence(ports).forEach(([port, declared, order]) => {
      const id = this.#idOf(name, direction, port);
      this.#add(blank('Port', { id, parent: operation, name: port, direction, order, ...declared }));
    });
  }

  #end(
    pipeline: string,
    operations: ReadonlyMap<string, string>,
    end: string,
    direction: string,
  ): [string, string] {
    const [step = '', port = ''] = end.split('.');
    return [this.#idOf('step', pipeline, step), this.#idOf(operations.get(step) ?? step, direction, port)];
  }

  #connect(parent: string, [source, sourcePort]: [string, string], [target, targetPort]: [string, string]) {
    const id = this.#idOf(parent, source, sourcePort, target, targetPort);
    this.#add(blank('Connection', { id, parent, source, sourcePort, target, targetPort }));
  }

  #add(record: ModelRecord) {
    this.#records.push(record);
  }

  /** A GUID from what the thing is called. */
  #idOf(...path: readonly string[]): string {
    const hex = createHash('sha256')
      .update([this.#id, ...path].join('\0'))
      .digest('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-');
  }
}

function inSequence<T>(declared: Readonly<Record<string, T>>): [string, T, string][] {
  const entries = Object.entries(declared);
  const orders = generateNKeysBetween(null, null, entries.length);
  return entries.map(([name, value], index) => [name, value, orders[index] ?? 'a0']);
}
