// Reads the text of a Prisma schema, for what Prisma's own parser does not return.

/** The first line of every model. */
export function modelOpenings(schema: string): string[] {
  return [...schema.matchAll(/^model\s.*$/gm)].map(([line]) => line.replace(/\r$/, ''))
}

/** The text of the model that starts with the line `opening`, without its closing brace. */
export function modelBody(schema: string, opening: string): string {
  const start = schema.indexOf(opening)
  return schema.slice(start, schema.indexOf('\n}', start))
}

/** The name of the table of the model that starts with the line `opening`. */
export function tableName(schema: string, opening: string): string {
  const mapped = /^\s*@@map\("(\w+)"\)/m.exec(modelBody(schema, opening))?.[1]
  return mapped ?? (/^model\s+(\w+)/.exec(opening)?.[1] as string)
}

/** The name in @map(…) among the attributes of a field, if there is one. */
export function mappedName(attributes: string): string | undefined {
  return /@map\("(\w+)"\)/.exec(attributes)?.[1]
}

/** The first value of each enum column as stored in the database, by `table.column`. */
export function firstEnumValues(schema: string): Record<string, string> {
  const firstValues = new Map(
    [...schema.matchAll(/^enum\s+(\w+)\s*\{\s*(\w+)([^\n]*)/gm)].map(
      ([, name = '', first = '', attributes = '']) => [name, mappedName(attributes) ?? first],
    ),
  )
  const values: Record<string, string> = {}
  for (const opening of modelOpenings(schema)) {
    const fields = modelBody(schema, opening).matchAll(/^\s+(\w+)\s+(\w+)(.*)$/gm)
    for (const [, field = '', type = '', attributes = ''] of fields) {
      const first = firstValues.get(type)
      if (first) values[`${tableName(schema, opening)}.${mappedName(attributes) ?? field}`] = first
    }
  }
  return values
}
