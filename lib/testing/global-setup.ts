import type { TestProject } from 'vitest/node'
import { startPostgresql } from '../../scripts/postgresql.mjs'
import { compileScripts } from './compile-scripts'
import { createTemplate, type Template } from './database'

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
    compiledScripts: string
  }
}

/**
 * Runs once before all tests: creates the template that their databases are copied from, and compiles the scripts that
 * they start.
 * TEST_ENGINE=postgresql uses the server at TEST_POSTGRESQL_URL, or starts a temporary one.
 */
export default async function setup(project: TestProject) {
  const server = process.env.TEST_ENGINE === 'postgresql' ? await postgresqlServer() : undefined
  const [template, scripts] = await Promise.all([createTemplate(server?.url), compileScripts()])
  project.provide('template', { engine: template.engine, url: template.url })
  project.provide('compiledScripts', scripts.directory)
  // In watch mode.
  project.onTestsRerun(async () => {
    await scripts.compile()
  })
  return async () => {
    await scripts.remove()
    await template.drop()
    await server?.stop()
  }
}

async function postgresqlServer() {
  const url = process.env.TEST_POSTGRESQL_URL
  return url ? { url, stop: async () => {} } : startPostgresql()
}
