import {redactText} from '../../errors/redact.js'

/** Flags whose values are secrets, whichever command has them. */
const SECRET = /^--(?:[a-z-]*(?:password|passphrase)|registry-creds|(?!with-)(?:[a-z-]+-)?token|secret-key|access-key)$/
/** `-p`, also behind switches of the same word; it is a password wherever there is one. */
const SHORT = /^-[sh]*p(?==|$)/
const SHORT_WITH_VALUE = /^(-[sh]*p=?)(.+)$/s
/** Tokens stand in the place of the user, too; an SSH user is none. */
const TOKEN_AS_USER = /(https?:\/\/)[^\s/:@'"]+@/gi
const MASK = '***'

/**
 * The words of a line as other users of this machine may see them in a list of processes: without the values of secret flags, and without
 * the passwords of URLs. Undefined when there is nothing to hide.
 */
export function shownLine(argv: readonly string[]): string | undefined {
  let hidden = false
  let next = false
  const words = argv.map((word) => {
    const shown = next ? MASK : shownWord(word)
    next = !next && (SECRET.test(word) || (SHORT.test(word) && !word.includes('=')))
    hidden ||= shown !== word
    return shown
  })
  return hidden ? words.join(' ') : undefined
}

function shownWord(word: string): string {
  const [name = '', value] = word.split(/=(.*)/s)
  if (SECRET.test(name) && value !== undefined) return `${name}=${MASK}`
  if (SHORT_WITH_VALUE.test(word)) return word.replace(SHORT_WITH_VALUE, `$1${MASK}`)
  return redactText(word).replace(TOKEN_AS_USER, `$1${MASK}@`)
}

/** Hides what `shownLine` does from lists of processes, as soon as this process runs. */
export function hideSecretWords(argv: readonly string[]): void {
  const shown = shownLine(argv)
  if (shown !== undefined) process.title = `flux ${shown}`
}
