export const nouns: string[]
export const services: string[]
export const request: string[]
export const componentFolders: string[]
export const nounFiles: string[]
export const otherNounFiles: Record<string, string>
