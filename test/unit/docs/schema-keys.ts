/** The part of a JSON Schema that our own use. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly default?: unknown;
  readonly description?: string;
}

/** A key as people write it, of a map `<name>` and of a list `[]`: `targets.<name>.helm.values`. */
export interface Key {
  readonly path: string;
  readonly description?: string | undefined;
  readonly default: unknown;
  readonly required: boolean;
}

/** Every key that a schema knows, in its order. */
export function keysOf(schema: Schema, at = ''): Key[] {
  const choices = (schema.oneOf ?? []).flatMap((choice) => keysOf(choice, at));
  const values =
    typeof schema.additionalProperties === 'object'
      ? keysOf(schema.additionalProperties, `${at}.<name>`)
      : [];
  const items = schema.items === undefined ? [] : keysOf(schema.items, `${at}[]`);
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const required = schema.required?.includes(name) ?? false;
    return [
      { path, description: value.description, default: value.default, required },
      ...keysOf(value, path),
    ];
  });
  return [...choices, ...values, ...items, ...own];
}
