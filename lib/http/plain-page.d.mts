export const plainPagePolicy: string
export function plainPage(
  texts: {
    locale: string
    site: string
    title: string
    lead: string
    note?: string
    retry: string
  },
  style?: string,
): string
