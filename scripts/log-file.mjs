// LOG_FILE. Only one process of a server writes and rotates it: the primary process when there are several. The logger
// (lib/log/log.ts) finds it as globalThis.roostLogFile.

import cluster from 'node:cluster'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createStream } from 'rotating-file-stream'
import { SetupError, wholeSetting } from './settings.mjs'

/** Milliseconds that the end of a process waits for the last lines. */
const closeTimeout = 1000

/** Milliseconds after a write error until the file is opened again. The lines in between are only on standard output. */
const reopenInterval = 30_000

/**
 * Opens the file of this process, or passes lines to the primary process.
 * @returns {() => Promise<void>} waits until all lines are written, and closes the file
 * @throws SetupError if the file cannot be written
 */
export function openLogFile(env) {
  if (!env.LOG_FILE) return async () => {}
  if (cluster.isWorker) {
    let sent = Promise.resolve()
    globalThis.roostLogFile = {
      write(line) {
        if (process.connected) sent = new Promise((done) => process.send({ roostLogLine: line }, done))
      },
    }
    return () => sent
  }
  const path = resolve(env.LOG_FILE)
  requireWritable(path)
  const options = {
    size: `${wholeSetting(env, 'LOG_MAX_BYTES')}B`,
    rotate: wholeSetting(env, 'LOG_FILES'),
    mode: 0o600,
  }
  let file
  let brokenAt
  // For example a full disk. Standard output still has the log.
  const report = (error) => console.error(`LOG_FILE cannot be written: ${error.message}`)
  const open = () => {
    brokenAt = undefined
    file = createStream(path, options)
    file.on('error', (error) => {
      if (brokenAt === undefined) report(error)
      brokenAt ??= Date.now()
    })
    // A rotation failed; the stream continues to write.
    file.on('warning', report)
  }
  open()
  globalThis.roostLogFile = {
    write(line) {
      if (brokenAt !== undefined && Date.now() - brokenAt >= reopenInterval) open()
      if (brokenAt === undefined) file.write(line)
    },
  }
  cluster.on('message', (_worker, message) => {
    if (message?.roostLogLine) globalThis.roostLogFile.write(message.roostLogLine)
  })
  return () =>
    new Promise((done) => {
      if (brokenAt !== undefined) return done()
      setTimeout(done, closeTimeout)
      file.end(done)
    })
}

function requireWritable(path) {
  try {
    mkdirSync(dirname(path), { recursive: true })
    closeSync(openSync(path, 'a', 0o600))
  } catch (error) {
    throw new SetupError(`LOG_FILE ${path} cannot be written (${error.code}): set it to another file.`)
  }
}
