/** An app on the page of its owner. Its secret is not stored. */
export type OwnAppView = {
  id: number
  clientId: string
  name: string
  website: string
  redirectUris: string[]
  isConfidential: boolean
  createdAt: Date
}

/** The redirect URIs of a row. */
export function parseRedirectUris(text: string): string[] {
  return text.split('\n')
}
