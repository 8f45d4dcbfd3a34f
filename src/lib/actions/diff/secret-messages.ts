import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isTelling, longForms, type SecretWords, wholeSecret} from './secret-texts.js'

const MASK = '***'
/** What a reader of YAML or a server leaves of a long value. */
const CUT = /([^\s"'`]{4,})(?=\.\.\.)/g

/**
 * A message with what it quotes of secrets hidden: long ones wherever they stand, short ones between quotes, keys where they
 * stand in a path or a map, and the beginning of one that is cut off.
 */
export function withoutSecrets(message: string, secrets: SecretWords): string {
  const forms = longForms(secrets.texts)
  let bare = message
  for (const form of forms) bare = bare.replace(new RegExp(escapedPattern(form), 'gi'), MASK)
  bare = bare.replace(CUT, (part) => (forms.some((form) => form.startsWith(part)) ? MASK : part))
  return withoutKeys(withoutQuoted(bare, secrets), secrets)
}

/** Quotes need not come in pairs: what stands between any two of them is looked at. */
function withoutQuoted(message: string, secrets: SecretWords): string {
  const isWhole = wholeSecret(secrets)
  return message
    .split(/(\\*["'`])/)
    .map((part) => (isWhole(part) ? MASK : part))
    .join('')
}

/** `.spec.values.KEY: `, `"KEY"`, `map[KEY:value KEY:value]` */
function withoutKeys(message: string, {keys = []}: SecretWords): string {
  const telling = [...new Set(keys)].filter(isTelling).sort((a, b) => b.length - a.length)
  return telling.reduce((text, key) => {
    const word = escapedPattern(key)
    const alone = new RegExp(`(?<=[."'\`[{])${word}(?![\\w-])|(?<![^\\s])${word}(?=:\\S)`, 'g')
    return text.includes(key) ? text.replace(alone, MASK) : text
  }, message)
}

/** What is thrown, without secrets in what anybody is told of it; the same error where there are none. */
export function withoutSecretsIn(error: unknown, secrets: SecretWords): unknown {
  const clean = (text: string) => withoutSecrets(text, secrets)
  const isClean = (text: string) => clean(text) === text
  const hints = error instanceof FluxError ? error.hints : []
  if (messagesOf(error).every(isClean) && hints.every(isClean)) return error
  const {code, exitCode} = error instanceof FluxError ? error : {code: 'diff-failed', exitCode: undefined}
  // what caused it may quote more
  return new FluxError(code, clean(messageOf(error)), {hints: hints.map(clean), ...(exitCode !== undefined && {exitCode})})
}

function messagesOf(error: unknown): string[] {
  const messages = [messageOf(error)]
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    messages.push(cause.message)
  }
  return messages
}

const escapedPattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
