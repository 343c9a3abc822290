/** The response to a token request (RFC 6749 §5.1). */
export type IssuedTokens = {
  access_token: string
  token_type: 'Bearer'
  /** Seconds. */
  expires_in: number
  refresh_token: string
  /** Separated by spaces. */
  scope: string
}

/** An error of RFC 6749 §5.2, for the developer of the app. */
export class TokenError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'TokenError'
  }
}
