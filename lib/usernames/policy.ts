/** Names that could be mistaken for the operators, the software or a page. */
const reserved = new Set(
  [
    // Operators.
    'abuse admin administration administrator admins contact founder help helpdesk host hostmaster info mod moderation',
    'moderator moderators mods official operator owner postmaster root security staff superuser support sysadmin sysop',
    'system team trust verified webmaster',
    // Software.
    'anonymous bot deleted everyone false here localhost mailer microblog nil nobody noreply null roost root roostadmin',
    'roostteam true undefined unknown void',
    // First segments of paths: those of the product and common ones.
    'about account accounts admin api app assets auth available avatars blog bookmarks busy card cdn conversations css',
    'dashboard data dev docs download edit explore export exports failed favicon feed feeds follow followers following forbidden',
    'ftp guest guests health home icon images img index invite js legal likes login logout mail manifest me media member members',
    'message messages missing news next notifications oauth oembed offline pages password post posts press privacy profile public',
    'register reports reset robots rss rules search security session sessions settings setup shop signin signout signup',
    'sitemap sitemaps static stats status stream suggest tag tags terms test token tokens translate undo unsubscribe user username users verify webhook webhooks www',
  ].flatMap((line) => line.split(' ')),
)

/** Letters that digits can stand for. */
const letters: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b' }

/**
 * Whether nobody may take a username: a reserved name in any case, with underscores, with up to four digits at the end,
 * or with digits in place of letters.
 */
export function isReservedUsername(username: string): boolean {
  const bare = username.toLowerCase().replaceAll('_', '')
  // The names of threads with deleted accounts (lib/messages/view.ts).
  if (/^deleted\d+$/.test(bare)) return true
  const forms = [bare, bare.replace(/\d{1,4}$/, '')]
  return forms.some(
    (form) => reserved.has(form) || reserved.has(form.replace(/\d/g, (digit) => letters[digit] ?? digit)),
  )
}
