/** Every length and size limit, shared by forms, actions and the CHECK constraints of the database. */
export const limits = {
  /** Code points of a search query. */
  query: { max: 500 },
  /** Code points. */
  username: { min: 2, max: 30 },
  /** Code points. */
  displayName: { max: 50 },
  /** Code points; the width of the column. */
  email: { max: 120 },
  /**
   * Code points of the normalized text; `maxTyped` in UTF-16 units of the typed text, which bounds the cost of
   * normalizing it.
   */
  password: { min: 8, max: 256, maxTyped: 1024 },
  /** Code points. */
  aboutMe: { max: 160 },
  /** Code points, without the #. */
  tag: { max: 50 },
  /** Mentioned users whom a post notifies; further mentions are links only. */
  mentionsNotified: 10,
  /** Seconds in which a deletion can be undone; afterwards the deleted data is removed. */
  undoDeletionSeconds: 60,
  /** Live sessions of one user. */
  sessionsPerUser: 100,
  /** Personal API tokens of one user; code points of a name; days until one expires. */
  apiTokens: { perUser: 50, name: 50, days: 365 },
  /** Apps of one owner; code points of a name and of a website; redirect URIs of one app, and characters of each. */
  oauthApps: { perUser: 20, name: 50, website: 200, redirectUris: 10, redirectUri: 500 },
  /**
   * Authorisations of one app by one member; characters of a request, which has to fit into the address of the log-in
   * page.
   */
  oauthGrants: { perApp: 20, request: 1900 },
  /**
   * Webhooks of one user; characters of an address; deliveries of one webhook that may wait, and that are kept; days for
   * which they are kept.
   */
  webhooks: { perUser: 10, url: 1000, pending: 1000, kept: 1000, days: 30 },
  /**
   * Picture upload: bytes of the file, pixels of the picture, bytes of a decoded picture that cannot be decoded row by
   * row, and sides of the stored squares in pixels.
   */
  picture: {
    maxBytes: 5 * 1024 * 1024,
    maxPixels: 50_000_000,
    maxDecodedBytes: 300_000_000,
    sizes: [400, 256, 128, 96, 64, 48],
  },
  /**
   * Import of an archive: bytes and seconds of the upload; entries of the zip; uncompressed bytes of one entry and of all
   * that are read; uncompressed bytes for each compressed one; bytes and nesting of one JSON element; elements of all
   * lists.
   */
  archive: {
    maxBytes: 100 * 1024 * 1024,
    uploadSeconds: 15 * 60,
    maxEntries: 50_000,
    maxEntryBytes: 512 * 1024 * 1024,
    maxTotalBytes: 1024 * 1024 * 1024,
    maxRatio: 200,
    maxElementBytes: 1024 * 1024,
    maxDepth: 64,
    maxRecords: 500_000,
  },
} as const

/** Code points of a post unless POST_MAX_LENGTH is set. */
export const postMaxLengthDefault = 280
/** The highest value of POST_MAX_LENGTH; a CHECK constraint enforces it. */
export const postMaxLengthCeiling = 10_000

/** Code points of a message unless MESSAGE_MAX_LENGTH is set. */
export const messageMaxLengthDefault = 1000
/** The highest value of MESSAGE_MAX_LENGTH; a CHECK constraint enforces it. */
export const messageMaxLengthCeiling = 10_000
