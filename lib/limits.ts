/** Every length and size of the product, shared by forms, actions and the database's checks. */
export const limits = {
  /** Code points. Long enough to be told apart, short enough for a phone's header. */
  username: { min: 2, max: 30 },
  /** Code points. */
  displayName: { max: 50 },
  /** Code points; the column is as wide. */
  email: { max: 120 },
  /** Code points of the normalized text; and UTF-16 units as typed, which bounds the work of normalizing it. */
  password: { min: 8, max: 256, maxTyped: 1024 },
  /** Code points. */
  aboutMe: { max: 160 },
  /** Code points a tag may have, without the #. */
  tag: { max: 50 },
  /** How many of the members whom a post mentions are told; the others are links all the same. */
  mentionsTold: 10,
  /** Sessions of one member that are live at the same time. */
  sessionsPerMember: 100,
  /**
   * Picture upload: bytes of the file, pixels before decoding, bytes of a picture that cannot be decoded row by row, side
   * of the stored squares.
   */
  picture: {
    maxBytes: 5 * 1024 * 1024,
    maxPixels: 50_000_000,
    maxDecodedBytes: 300_000_000,
    sizes: [400, 96],
  },
} as const

/** Code points of a post when POST_MAX_LENGTH does not say otherwise. */
export const postMaxLengthDefault = 280
/** No setting may ask for longer posts than this; the database checks it. */
export const postMaxLengthCeiling = 10_000

/** Code points of a private message when MESSAGE_MAX_LENGTH does not say otherwise. */
export const messageMaxLengthDefault = 1000
/** No setting may ask for longer messages than this; the database checks it. */
export const messageMaxLengthCeiling = 10_000
