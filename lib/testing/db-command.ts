import { runScript } from './run-script'

/** Runs `npm run db -- …` on the database of a test. */
export function dbCommand(database: { url: string; directory: string }) {
  const run = (command: string, settings: Record<string, string> = {}) =>
    runScript('scripts/db/main.ts', command.split(' '), {
      DATABASE_URL: database.url,
      DATA_DIR: database.directory,
      ...settings,
    })
  const json = async (command: string) => JSON.parse((await run(`${command} --json`)).out)
  return { run, json }
}
