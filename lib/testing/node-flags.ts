/**
 * Flags of Node for short processes: without compiling WebAssembly a second time, optimised. Prisma's query compiler is
 * WebAssembly, and optimising it takes a third of the processor time of a command such as `npm run admin -- list`.
 */
export const nodeFlags = ['--liftoff-only']
