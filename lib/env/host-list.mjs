/**
 * The hosts of a list such as ALLOWED_ORIGINS, in lower case and without the default port of their scheme. Plain
 * JavaScript, because next.config.js reads it as well as lib/env.ts.
 * @param {string} list hosts or whole origins, separated by commas
 * @returns {string[]}
 */
export function hostList(list) {
  return list
    .toLowerCase()
    .split(',')
    .map((entry) => hostOf(entry.trim()))
    .filter(Boolean)
}

const hostOf = (entry) =>
  /^https?:/.test(entry) && URL.canParse(entry) ? new URL(entry).host : entry.replace(/\/$/, '')
