/**
 * Flags of Node for short processes: V8 compiles WebAssembly once, without optimising it. Prisma's query compiler is
 * WebAssembly, and optimising it takes a third of the processor time of a command such as `npm run admin -- list`.
 */
export const nodeFlags = ['--liftoff-only']
