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
 * Runs `work` with Prisma's schema engine as WebAssembly, bound to one database, and closes its connections. Prisma's
 * default engine is a binary that is downloaded at run time, which fails on closed networks; this one is an npm package.
 * @param schema the text of a Prisma schema for the engine of `adapter`
 * @throws the driver's own error when the database rejects a statement
 */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= load()
  await loading
  const connections: SqlDriverAdapter[] = []
  const bound = bindMigrationAwareSqlAdapterFactory(trackConnections(adapter, connections))
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

/** Collects the connections that the engine opens, because freeing the engine does not close them. */
function trackConnections(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  connections: SqlDriverAdapter[],
): SqlMigrationAwareDriverAdapterFactory {
  const track = async (connecting: Promise<SqlDriverAdapter>) => {
    const connection = await connecting
    connections.push(connection)
    return connection
  }
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => track(adapter.connect()),
    connectToShadowDb: () => track(adapter.connectToShadowDb()),
  }
}

type Registry = ReturnType<typeof bindMigrationAwareSqlAdapterFactory>['errorRegistry']

/** The engine reports only the number of a driver's error; the registry has the error itself. */
function originalError(error: unknown, registry: Registry): unknown {
  const id = error instanceof Error && /External error id#(\d+)/.exec(error.message)?.[1]
  const record = id ? registry.consumeError(Number(id)) : undefined
  return record?.error ?? error
}

let loading: Promise<void> | undefined

/** Instantiates the module and passes it to its bindings, which the package leaves to a bundler. */
async function load(): Promise<void> {
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
