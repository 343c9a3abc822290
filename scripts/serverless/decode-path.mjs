/**
 * Decodes a path.
 * @param {string} path with %-encoding, as the client has sent it
 * @returns {string} unchanged if the encoding is invalid, as in /api/%ff
 */
export function decodePath(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
