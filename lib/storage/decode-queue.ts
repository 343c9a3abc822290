import { Semaphore } from 'async-mutex'
import { AppError } from '../errors'

/** Pictures that are decoded at once in a process. */
const slots = 2

/** Pictures that are decoded or wait, each with its upload in memory. */
const capacity = 10

/** Bytes of a decoded picture from which on it is decoded alone. */
const heavy = 64 * 1024 * 1024

/** Seconds. Within them the queue has room again: most pictures take well under one. */
const retryAfter = 10

const shared = globalThis as { roostDecoding?: { semaphore: Semaphore; pictures: number } }

/**
 * Runs `decode` when its turn has come. A handful of decoders at once would take more memory than a small server has.
 * @param bytes memory that the decoded picture takes at once; 0 when it is decoded row by row
 * @throws AppError `busy` when too many pictures wait already
 */
export async function enqueueDecode<T>(bytes: number, decode: () => Promise<T>): Promise<T> {
  shared.roostDecoding ??= { semaphore: new Semaphore(slots), pictures: 0 }
  const queue = shared.roostDecoding
  if (queue.pictures >= capacity) throw new AppError('busy', 'too many pictures at once', { retryAfter })
  queue.pictures += 1
  try {
    return await queue.semaphore.runExclusive(decode, bytes > heavy ? slots : 1)
  } finally {
    queue.pictures -= 1
  }
}
