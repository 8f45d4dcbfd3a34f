import {FluxError} from '../../../../errors/flux-error.js'
import {goQuote} from '../../../../errors/go-quote.js'

const NEEDED = "must contain 'C', 'ST' or 'S', and 'O' RDN attributes at a minimum"

/**
 * The attributes of an X.509 subject (RFC 4514) after the rules of the Notary Project: each once, `S` read as `ST`.
 * @throws FluxError that says which rule is broken
 */
export function readDistinguishedName(text: string): ReadonlyMap<string, string> {
  const shown = `distinguished name (DN) ${goQuote(text)}`
  const fault = (words: string) => new FluxError('bad-trust-policy', words)
  if (text.includes('=#')) {
    throw fault(`unsupported ${shown}: notation does not support x509.subject identities containing "=#"`)
  }
  const attributes = new Map<string, string>()
  for (const part of split(text, /[,;]/)) {
    const [first = '', ...more] = split(part, /\+/)
    if (more.length > 0) {
      throw fault(`${shown} has multi-valued RDN attributes, remove multi-valued RDN attributes as they are not supported`)
    }
    const equals = first.indexOf('=')
    const reason = equals < 0 ? 'DN ended with incomplete type, value pair' : trailingEscape(first.slice(equals + 1))
    if (reason) throw fault(`parsing ${shown} failed with err: ${reason}. A valid DN ${NEEDED}, and follow RFC 4514 standard`)
    const type = first.slice(0, equals).trim()
    const key = type === 'S' ? 'ST' : type
    if (attributes.get(key)) {
      throw fault(`${shown} has duplicate RDN attribute for ${goQuote(key)}, DN can only have unique RDN attributes`)
    }
    attributes.set(key, unescaped(first.slice(equals + 1).trim()))
  }
  const missing = ['C', 'ST', 'O'].find((key) => !attributes.get(key))
  if (missing) throw fault(`${shown} has no mandatory RDN attribute for ${goQuote(missing)}, it ${NEEDED}`)
  return attributes
}

/** The parts between marks that no backslash protects. */
function split(text: string, mark: RegExp): string[] {
  const parts = ['']
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!
    if (char === '\\' && index + 1 < text.length) parts[parts.length - 1] += char + text[++index]!
    else if (mark.test(char)) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts
}

function trailingEscape(value: string): string | undefined {
  const backslashes = /\\*$/.exec(value)![0].length
  return backslashes % 2 === 1 ? `got corrupted escaped character: '${value.trim()}'` : undefined
}

function unescaped(value: string): string {
  return value.replace(/\\([0-9A-Fa-f]{2}|.)/g, (_, code: string) =>
    code.length === 2 ? String.fromCharCode(Number.parseInt(code, 16)) : code,
  )
}
