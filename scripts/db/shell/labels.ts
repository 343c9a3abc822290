import { type InspectOptionsStylized, inspect } from 'node:util'
import type { Db } from '../../../lib/db/db'
import { excerpt } from '../../../lib/text/code-points'
import { type Model, modelsOf } from './data-model'

type Row = Record<string, unknown>

/** The field that labels a row; rows of other models are labelled by their id. */
const labelFields: Record<string, string> = { User: 'username', Post: 'body' }

const maxLabelLength = 60

/**
 * Extends the client so that its rows print as `<User john>`. The label is a non-enumerable property; copies,
 * comparisons and JSON do not contain it.
 */
export function labelledClient(db: Db) {
  const models = new Map(modelsOf(db).map((model) => [model.name, model]))
  return db.$extends({
    query: {
      $allModels: {
        async $allOperations({ model, args, query }) {
          const result = await query(args)
          const queried = models.get(model)
          if (queried) addLabels(result, queried, models)
          const target = queried && fluentTarget(queried, args, models)
          if (target) addLabels(result, target, models)
          return result
        },
      },
    },
  })
}

/** The model that `User.findUnique(…).posts()` returns: Prisma sends it as a query for User that selects one relation. */
function fluentTarget(model: Model, args: unknown, models: Map<string, Model>): Model | undefined {
  const selected = Object.keys((args as { select?: object } | undefined)?.select ?? {})
  const relation = model.relations.find(({ name }) => selected.length === 1 && name === selected[0])
  return relation && models.get(relation.type)
}

/** Labels complete rows, also in lists and relations. Rows reduced by `select` print as they are. */
function addLabels(value: unknown, model: Model, models: Map<string, Model>): void {
  if (Array.isArray(value)) for (const row of value) addLabels(row, model, models)
  else if (isRow(value)) {
    for (const { name, type } of model.relations) {
      const target = models.get(type)
      if (target && name in value) addLabels(value[name], target, models)
    }
    if (model.scalars.every(({ name }) => name in value)) {
      const print = (_depth: number, options: InspectOptionsStylized) => formatRow(value, model, options)
      Object.defineProperty(value, inspect.custom, { value: print, configurable: true })
    }
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}

function formatRow(row: Row, model: Model, options: InspectOptionsStylized): string {
  const text = options.stylize(`<${model.name} ${labelOf(row, model)}>`, 'special')
  const columns = new Set(model.scalars.map(({ name }) => name))
  const included = Object.entries(row).filter(([key]) => !columns.has(key))
  return included.length > 0 ? `${text} ${inspect(Object.fromEntries(included), options)}` : text
}

function labelOf(row: Row, model: Model): string {
  const field = labelFields[model.name]
  if (field) return escapeControls(excerpt(String(row[field]), maxLabelLength))
  if ('id' in row) return String(row.id)
  // A row without an id is identified by what it joins.
  return model.scalars
    .filter(({ type }) => type !== 'DateTime')
    .map(({ name }) => `${name}=${escapeControls(String(row[name]))}`)
    .join(' ')
}

/** Replaces line breaks, control and bidirectional characters, which members' texts could use against the terminal. */
function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
}

/** Copies rows without their labels, so that every field is printed. */
export function full(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(full)
  if (!isRow(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, full(field)]))
}
