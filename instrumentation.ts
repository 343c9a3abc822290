/** Called by Next once in each server process, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { checkBeforeServing } = await import('./lib/db/boot-check')
    await checkBeforeServing()
  }
}
