import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export type ZipEntry = {
  /** Within the archive. */
  path: string
  /** Called when the entries before it are written. */
  content: () => AsyncIterable<Uint8Array | string>
}

/** Writes a zip. The entries are read and compressed one after the other, without keeping them in memory. */
export async function* zip(entries: ZipEntry[]): AsyncGenerator<Uint8Array> {
  const file = new ZipFile()
  const output = file.outputStream as Readable
  const fail = (error: unknown) => void output.destroy(error as Error)
  file.on('error', fail)
  for (const { path, content } of entries)
    file.addReadStreamLazy(path, (done) => {
      // yazl does not listen for errors of the streams.
      done(null, Readable.from(content(), { objectMode: false }).on('error', fail))
    })
  file.end()
  yield* output as AsyncIterable<Uint8Array>
}
