import { Semaphore } from 'async-mutex'
import { AppError } from '../errors'

/** Maximum number of concurrent decodings in a process. */
const slots = 2

/** Maximum number of pictures that are decoded or queued, each with its upload in memory. */
const capacity = 10

/** Size of a decoded picture in bytes above which it is decoded alone. */
const exclusiveSize = 64 * 1024 * 1024

/** In seconds, of which most pictures take less than one. */
const retryAfter = 10

const shared = globalThis as { roostDecoding?: { semaphore: Semaphore; pictures: number } }

/**
 * Queues a decoding. Unlimited concurrent decodings would exceed the memory of a small server.
 * @param bytes size of the decoded picture in memory; 0 when it is decoded row by row
 * @throws AppError `busy` when the queue is full
 */
export async function enqueueDecode<T>(bytes: number, decode: () => Promise<T>): Promise<T> {
  shared.roostDecoding ??= { semaphore: new Semaphore(slots), pictures: 0 }
  const queue = shared.roostDecoding
  if (queue.pictures >= capacity) throw new AppError('busy', 'too many pictures at once', { retryAfter })
  queue.pictures += 1
  try {
    return await queue.semaphore.runExclusive(decode, bytes > exclusiveSize ? slots : 1)
  } finally {
    queue.pictures -= 1
  }
}
