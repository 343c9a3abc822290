import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

/**
 * Runs `work` with Prisma's schema engine in WebAssembly, bound to one database, and closes what it opened.
 * The ordinary engine is a binary that Prisma downloads at run time, which fails on closed networks; this one
 * is an npm package.
 * @param schema the text of a Prisma schema for the engine of `adapter`
 * @throws the driver's own error when the database refuses, with its text
 */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= load()
  await loading
  const connections: SqlDriverAdapter[] = []
  const bound = bindMigrationAwareSqlAdapterFactory(remembering(adapter, connections))
  let engine: SchemaEngine | undefined
  try {
    const onLog = () => {}
    engine = await bindings.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, onLog, bound)
    return await work(engine)
  } catch (error) {
    throw originalError(error, bound.errorRegistry)
  } finally {
    engine?.free()
    await Promise.all(connections.map((connection) => connection.dispose()))
  }
}

/** Keeps every connection the engine opens: freeing the engine does not close them. */
function remembering(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  connections: SqlDriverAdapter[],
): SqlMigrationAwareDriverAdapterFactory {
  const keep = async (connecting: Promise<SqlDriverAdapter>) => {
    const connection = await connecting
    connections.push(connection)
    return connection
  }
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => keep(adapter.connect()),
    connectToShadowDb: () => keep(adapter.connectToShadowDb()),
  }
}

type Registry = ReturnType<typeof bindMigrationAwareSqlAdapterFactory>['errorRegistry']

/** The engine names a driver's error by its number in the registry; people need the text. */
function originalError(error: unknown, registry: Registry): unknown {
  const id = error instanceof Error && /External error id#(\d+)/.exec(error.message)?.[1]
  const record = id ? registry.consumeError(Number(id)) : undefined
  return record?.error ?? error
}

let loading: Promise<void> | undefined

/** What the package's own entry leaves to a bundler: instantiate the module and hand it to its bindings. */
async function load() {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const { instance } = await WebAssembly.instantiate(
    await readFile(new URL('schema_engine_bg.wasm', `file://${entry}`)),
    {
      './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
    },
  )
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
}
