import { z } from 'zod'

// Zod compiles schemas with new Function, which our Content-Security-Policy forbids in the browser and reports.
if (typeof window !== 'undefined') z.config({ jitless: true })

export { z }
