import { type InspectOptionsStylized, inspect } from 'node:util'
import type { Db } from '../../../lib/db/db'
import { excerpt } from '../../../lib/text/code-points'
import { type Model, modelsOf } from './data-model'

type Row = Record<string, unknown>

/** What people call a row; rows of other models are called by their id. */
const callNames: Record<string, string> = { User: 'username', Post: 'body' }

/**
 * The same client, whose rows print as `<User john>`. The label is a property that nothing enumerates, so copies,
 * comparisons and JSON see the row as it is.
 */
export function labelledClient(db: Db) {
  const models = new Map(modelsOf(db).map((model) => [model.name, model]))
  return db.$extends({
    query: {
      $allModels: {
        async $allOperations({ model, args, query }) {
          const result = await query(args)
          const own = models.get(model)
          if (own) label(result, own, models)
          const far = own && fluentTarget(own, args, models)
          if (far) label(result, far, models)
          return result
        },
      },
    },
  })
}

/** `User.findUnique(…).posts()` asks the User for one relation and answers with what is at its end. */
function fluentTarget(model: Model, args: unknown, models: Map<string, Model>): Model | undefined {
  const chosen = Object.keys((args as { select?: object } | undefined)?.select ?? {})
  const relation = model.relations.find(({ name }) => chosen.length === 1 && name === chosen[0])
  return relation && models.get(relation.type)
}

/** Labels whole rows, in lists and below relations too. What `select` made smaller prints as it is. */
function label(value: unknown, model: Model, models: Map<string, Model>): void {
  if (Array.isArray(value)) for (const one of value) label(one, model, models)
  else if (isRow(value)) {
    for (const { name, type } of model.relations) {
      const target = models.get(type)
      if (target && name in value) label(value[name], target, models)
    }
    if (model.scalars.every(({ name }) => name in value)) {
      const print = (_depth: number, options: InspectOptionsStylized) => printRow(value, model, options)
      Object.defineProperty(value, inspect.custom, { value: print, configurable: true })
    }
  }
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !(value instanceof Date)

function printRow(row: Row, model: Model, options: InspectOptionsStylized): string {
  const text = options.stylize(`<${model.name} ${nameOf(row, model)}>`, 'special')
  const columns = new Set(model.scalars.map(({ name }) => name))
  const included = Object.entries(row).filter(([key]) => !columns.has(key))
  return included.length > 0 ? `${text} ${inspect(Object.fromEntries(included), options)}` : text
}

function nameOf(row: Row, model: Model): string {
  const key = callNames[model.name]
  if (key) return printable(excerpt(String(row[key]), 60))
  if ('id' in row) return String(row.id)
  // A row without an id is what it joins.
  return model.scalars
    .filter(({ type }) => type !== 'DateTime')
    .map(({ name }) => `${name}=${printable(String(row[name]))}`)
    .join(' ')
}

/** Members write what they like: line ends, control characters and turned writing must not reach the terminal. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')

/** A copy of rows that prints with every field. */
export function full(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(full)
  if (!isRow(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, full(field)]))
}
