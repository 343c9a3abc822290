import { env } from '../env'
import { fileStorage } from './file-storage'
import { s3Storage } from './s3-storage'

/** Stores uploads. We generate the names; isStorageName in storage-name.ts defines their form. */
export interface Storage {
  put(name: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** null when there is no such object. */
  get(name: string): Promise<Uint8Array | null>
  /**
   * Stores what an iterable yields, without keeping it in memory. Nothing is stored when it throws.
   * @returns the number of bytes
   */
  putStream(name: string, chunks: AsyncIterable<Uint8Array | string>, contentType: string): Promise<number>
  /** Like `get`, but reads the object while it is consumed. */
  open(name: string): Promise<ReadableStream<Uint8Array> | null>
  /** Deletes partial files that killed processes left behind and that were last modified before `before`. */
  deletePartialFiles(before: Date): Promise<void>
  /** Idempotent. */
  remove(name: string): Promise<void>
  /** The names of everything stored, in no particular order. */
  list(): AsyncIterable<string>
}

const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION } = env

/** An S3-compatible store when S3_* is set, else files under the data directory. */
export const storage: Storage =
  S3_ENDPOINT && S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
    ? s3Storage({
        endpoint: S3_ENDPOINT,
        bucket: S3_BUCKET,
        region: S3_REGION,
        accessKeyId: S3_ACCESS_KEY_ID,
        secretAccessKey: S3_SECRET_ACCESS_KEY,
      })
    : fileStorage(`${env.DATA_DIR}/media`)
