import type { AttributeRecord, ReferenceRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { AttributeRule, AttributeValue, Core, CoreNode } from './engine.ts';
import { argumentAttribute, argumentName, encodeValue, referencePointer } from './encoding.ts';
import type { Tree } from './tree.ts';

interface Declared {
  readonly rule: AttributeRule;
  readonly value: AttributeValue | undefined;
}

/**
 * The attributes and references that an operation declares become rules and defaults of its node,
 * so that in the engine, too, a step is an instance whose attributes override those of its operation.
 */
export async function declareOperation(tree: Tree, node: CoreNode, id: string) {
  const { core } = tree;
  const children = await core.loadOwnChildren(node);
  const records = await Promise.all(children.map((child) => tree.read(tree.idAt(core.getPath(child)) ?? '')));
  declareAttributes(
    core,
    node,
    records.filter((record) => record?.concept === 'Attribute' && record.parent === id) as AttributeRecord[],
  );
  declareReferences(
    tree,
    node,
    records.filter((record) => record?.concept === 'Reference' && record.parent === id) as ReferenceRecord[],
  );
}

function declareAttributes(core: Core, node: CoreNode, attributes: readonly AttributeRecord[]) {
  const declared = new Map(attributes.map((one) => [argumentAttribute(one.name), declaredBy(one)]));
  const before = core.getOwnValidAttributeNames(node).filter((name) => argumentName(name) !== undefined);
  for (const name of before) {
    if (declared.has(name)) continue;
    core.delAttributeMeta(node, name);
    core.delAttribute(node, name);
  }
  for (const [name, { rule, value }] of declared) {
    if (JSON.stringify(core.getAttributeMeta(node, name)) !== JSON.stringify(rule)) {
      core.setAttributeMeta(node, name, rule);
    }
    if (core.getOwnAttribute(node, name) === value) continue;
    if (value === undefined) core.delAttribute(node, name);
    else core.setAttribute(node, name, value);
  }
}

function declareReferences(
  { core, metamodel }: Tree,
  node: CoreNode,
  references: readonly ReferenceRecord[],
) {
  const declared = new Map(references.map(({ name, target }) => [referencePointer(name), target]));
  for (const name of core.getOwnValidPointerNames(node))
    if (!declared.has(name)) core.delPointerMeta(node, name);
  for (const [name, target] of declared) {
    core.delPointerMeta(node, name);
    core.setPointerMetaLimits(node, name, -1, 1);
    core.setPointerMetaTarget(node, name, metamodel.baseFor(target), -1, 1);
  }
}

function declaredBy(attribute: AttributeRecord): Declared {
  const rule = ruleOf(attribute);
  const value: Json = attribute.default;
  return { rule, value: value === null ? undefined : encodeValue(value, rule) };
}

function ruleOf({ type, options, min, max }: AttributeRecord): AttributeRule {
  const limits = { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
  switch (type) {
    case 'integer':
    case 'float':
      return { type, ...limits };
    case 'boolean':
      return { type };
    case 'choice':
      return { type: 'string', enum: options };
    case 'text':
      return { type: 'string' };
    default:
      return type satisfies never;
  }
}
