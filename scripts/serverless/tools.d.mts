/** The directory of tools that are installed on demand, below that of the user for caches. */
export const cache: string
