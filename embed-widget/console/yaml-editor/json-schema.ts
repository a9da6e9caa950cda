/** What is used of a JSON Schema: enough to propose keys and values, and to say what they mean. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Where in a document: keys, and `-` for any item of a list. */
export type SchemaPath = readonly string[];

/** A key or a value that may stand somewhere. */
export interface Proposal {
  readonly label: string;
  readonly description?: string | undefined;
  readonly required?: boolean;
}

/** References that lead to themselves end here. */
const deepest = 24;

const follow = (root: JsonSchema, reference: string): JsonSchema | undefined =>
  reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null
          ? (at as Record<string, unknown>)[name.replaceAll('~1', '/').replaceAll('~0', '~')]
          : undefined,
      root,
    ) as JsonSchema | undefined;

/** A schema as its alternatives, references followed; the description of a reference goes before that of its target. */
const alternatives = (root: JsonSchema, schema: JsonSchema, depth = 0): JsonSchema[] => {
  if (depth > deepest) return [];
  const { description } = schema;
  const described = (found: JsonSchema[]): JsonSchema[] =>
    description === undefined ? found : found.map((one) => ({ ...one, description }));
  if (schema.$ref !== undefined) {
    const target = follow(root, schema.$ref);
    return target ? described(alternatives(root, target, depth + 1)) : [];
  }
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (branches.length === 0) return [schema];
  return described([
    ...branches.flatMap((branch) => alternatives(root, branch, depth + 1)),
    ...(schema.properties || schema.enum ? [schema] : []),
  ]);
};

/** Of several shapes a document may have, those that its own words at the top do not rule out. */
const fitting = (schemas: readonly JsonSchema[], said: ReadonlyMap<string, string>): JsonSchema[] =>
  schemas.filter((schema) =>
    Object.entries(schema.properties ?? {}).every(
      ([name, { const: fixed }]) => fixed === undefined || !said.has(name) || said.get(name) === String(fixed),
    ),
  );

const below = (root: JsonSchema, schema: JsonSchema, name: string): JsonSchema[] => {
  if (name === '-') {
    const items = schema.items === undefined ? [] : [schema.items].flat();
    return items.flatMap((item) => alternatives(root, item as JsonSchema));
  }
  const own = schema.properties?.[name];
  if (own) return alternatives(root, own);
  const { additionalProperties: rest } = schema;
  return typeof rest === 'object' ? alternatives(root, rest) : [];
};

/**
 * Every shape that may stand at a path.
 *
 * @param said top-level scalars of the document: they choose between the shapes of a union told apart by a constant
 */
export const schemasAt = (
  root: JsonSchema,
  path: SchemaPath,
  said: ReadonlyMap<string, string> = new Map(),
): JsonSchema[] =>
  path.reduce<JsonSchema[]>(
    (schemas, name) => schemas.flatMap((schema) => below(root, schema, name)),
    fitting(alternatives(root, root), said),
  );

const unique = (proposals: readonly Proposal[]): Proposal[] => [
  ...new Map(proposals.map((proposal) => [proposal.label, proposal])).values(),
];

/** Keys that may stand in a mapping of these shapes, required ones first. */
export const keysOf = (root: JsonSchema, schemas: readonly JsonSchema[]): Proposal[] =>
  unique(
    schemas.flatMap(({ properties = {}, required = [] }) =>
      Object.entries(properties).map(([label, schema]) => ({
        label,
        description: schema.description ?? alternatives(root, schema)[0]?.description,
        required: required.includes(label),
      })),
    ),
  ).sort((a, b) => Number(b.required) - Number(a.required));

/** Words that may stand where these shapes are asked for. */
export const valuesOf = (schemas: readonly JsonSchema[]): Proposal[] =>
  unique(
    schemas.flatMap((schema) => [
      ...(schema.enum ?? []).map((value) => ({ label: String(value), description: schema.description })),
      ...(schema.const === undefined ? [] : [{ label: String(schema.const), description: schema.description }]),
      ...(schema.type === 'boolean' ? ['true', 'false'].map((label) => ({ label })) : []),
    ]),
  );
