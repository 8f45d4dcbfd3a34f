import {redactText} from '../../errors/redact.js'

/** Flags whose values are secrets, whichever command has them. */
const SECRET = /^--(?:[a-z-]*(?:password|passphrase)|registry-creds|(?!with-)(?:[a-z-]+-)?token|secret-key|access-key)$/
const MASK = '***'

/**
 * The words of a line as other users of this machine may see them in a list of processes: without the values of secret flags, and without
 * the passwords of URLs. Undefined when there is nothing to hide.
 */
export function shownLine(argv: readonly string[]): string | undefined {
  let hidden = false
  let next = false
  const words = argv.map((word) => {
    const [name = '', value] = word.split(/=(.*)/s)
    const shown = next ? MASK : SECRET.test(name) && value !== undefined ? `${name}=${MASK}` : redactText(word)
    next = !next && SECRET.test(word)
    hidden ||= shown !== word
    return shown
  })
  return hidden ? words.join(' ') : undefined
}

/** Hides what `shownLine` does from lists of processes, as soon as this process runs. */
export function hideSecretWords(argv: readonly string[]): void {
  const shown = shownLine(argv)
  if (shown !== undefined) process.title = `flux ${shown}`
}
