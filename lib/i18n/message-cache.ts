/**
 * An option of createTranslator of next-intl, which its types do not name: where parsed messages are kept. By default, they
 * are kept for one request only. Messages are constant, so the cache is as large as the number of messages with parameters.
 */
export const messageCache = {
  _cache: {
    dateTime: {},
    number: {},
    message: {},
    relativeTime: {},
    pluralRules: {},
    list: {},
    displayNames: {},
  },
}
