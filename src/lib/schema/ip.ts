const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)'
const v4 = `(?:${octet}\\.){3}${octet}`
const word = '[0-9a-fA-F]{1,4}'
const v6 = [
  `(?:${word}:){7}(?:${word}|:)`,
  `(?:${word}:){6}(?:${v4}|:${word}|:)`,
  `(?:${word}:){5}(?::${v4}|(?::${word}){1,2}|:)`,
  `(?:${word}:){4}(?:(?::${word})?:${v4}|(?::${word}){1,3}|:)`,
  `(?:${word}:){3}(?:(?::${word}){0,2}:${v4}|(?::${word}){1,4}|:)`,
  `(?:${word}:){2}(?:(?::${word}){0,3}:${v4}|(?::${word}){1,5}|:)`,
  `(?:${word}:){1}(?:(?::${word}){0,4}:${v4}|(?::${word}){1,6}|:)`,
  `(?::(?:(?::${word}){0,5}:${v4}|(?::${word}){1,7}|:))`,
].join('|')
const isV4 = new RegExp(`^${v4}$`)
const isV6 = new RegExp(`^(?:${v6})$`)

/** 4, 6, or 0 for what is no IP address. */
export function isIP(text: string): 0 | 4 | 6 {
  if (isV4.test(text)) return 4
  return isV6.test(text) ? 6 : 0
}
