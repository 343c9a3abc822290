/** How an app identifies itself. A public app has no secret. */
export type ClientCredentials = { clientId: string; secret?: string | undefined }

/** The parameters of a request for tokens (OAuth 2.1 §3.2), each sent once. */
export type TokenParameters = Readonly<Record<string, string>>

export const grantTypes = ['authorization_code', 'refresh_token'] as const
