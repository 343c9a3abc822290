/**
 * Reads the body of a request into memory, as hosts do that pass requests to functions.
 * @returns {Promise<Buffer | null>} null when it is larger than `max` bytes
 */
export async function readBody(request, max) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= max) chunks.push(chunk)
  }
  return size > max ? null : Buffer.concat(chunks)
}
