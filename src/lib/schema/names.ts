/*
 * Grammars of names, labels and keys with the server's texts. Each function returns the complaints about a value.
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const DNS1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const CONFIG_KEY = '[-._a-zA-Z0-9]+'

const labelRegex = new RegExp(`^${LABEL}$`)
const subdomainRegex = new RegExp(`^${SUBDOMAIN}$`)
const keyRegex = new RegExp(`^${KEY}$`)
const valueRegex = new RegExp(`^(${KEY})?$`)
const dns1035Regex = new RegExp(`^${DNS1035}$`)
const wildcardRegex = new RegExp(`^\\*\\.${SUBDOMAIN}$`)
const configKeyRegex = new RegExp(`^${CONFIG_KEY}$`)

/** `msg (e.g. 'a',  or 'b', regex used for validation is '...')`, with the server's odd commas. */
export function regexText(message: string, regex: string, ...examples: string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${regex}')`
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${regex}')`
}

/** Go's len() of a string. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

function lengthText(max: number): string {
  return `must be no more than ${max} characters`
}

const labelText = regexText(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  'my-name',
  '123-abc',
)
const subdomainText = regexText(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  'example.com',
)

/** RFC 1123 label: at most 63, no dots. */
export function dns1123Label(value: string): string[] {
  const errors = value.length > 63 ? [lengthText(63)] : []
  if (!labelRegex.test(value)) errors.push(subdomainRegex.test(value) ? 'must not contain dots' : labelText)
  return errors
}

/** RFC 1123 subdomain: at most 253. */
export function dns1123Subdomain(value: string): string[] {
  const errors = value.length > 253 ? [lengthText(253)] : []
  if (!subdomainRegex.test(value)) errors.push(subdomainText)
  return errors
}

const underscored = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*'
const underscoredRegex = new RegExp(`^${underscored}$`)
const underscoredText = regexText(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
  underscored,
  'example.com',
)

/** The same that may have underscores: names that are only looked up. */
export function underscoredSubdomain(value: string): string[] {
  const errors = value.length > 253 ? [lengthText(253)] : []
  if (!underscoredRegex.test(value)) errors.push(underscoredText)
  return errors
}

export function dns1035Label(value: string): string[] {
  const errors = value.length > 63 ? [lengthText(63)] : []
  if (!dns1035Regex.test(value)) {
    errors.push(
      regexText(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        DNS1035,
        'my-name',
        'abc-123',
      ),
    )
  }
  return errors
}

/** `*.` before a subdomain. */
export function wildcardSubdomain(value: string): string[] {
  const errors = value.length > 253 ? [lengthText(253)] : []
  if (!wildcardRegex.test(value)) {
    errors.push(
      regexText(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
        `\\*\\.${SUBDOMAIN}`,
        '*.example.com',
      ),
    )
  }
  return errors
}

/** Label key: optional subdomain prefix, slash, name of at most 63. */
export function qualifiedName(value: string): string[] {
  const parts = value.split('/')
  const keyText = regexText(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    KEY,
    'MyName',
    'my.name',
    '123-abc',
  )
  if (parts.length > 2) {
    return [`a valid label key ${keyText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  }
  const errors: string[] = []
  const name = parts.at(-1)!
  if (parts.length === 2) {
    if (parts[0] === '') errors.push('prefix part must be non-empty')
    else errors.push(...dns1123Subdomain(parts[0]!).map((text) => `prefix part ${text}`))
  }
  if (name === '') errors.push('name part must be non-empty')
  else if (byteLength(name) > 63) errors.push('name part must be no more than 63 bytes')
  if (!keyRegex.test(name)) errors.push(`name part ${keyText}`)
  return errors
}

export function labelValue(value: string): string[] {
  const errors = byteLength(value) > 63 ? ['must be no more than 63 bytes'] : []
  if (!valueRegex.test(value)) {
    errors.push(
      regexText(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        `(${KEY})?`,
        'MyValue',
        'my_value',
        '12345',
      ),
    )
  }
  return errors
}

/** Keys of ConfigMap and Secret data. */
export function configMapKey(value: string): string[] {
  const errors = byteLength(value) > 253 ? [lengthText(253)] : []
  if (!configKeyRegex.test(value)) {
    errors.push(
      regexText(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    )
  }
  if (value === '.') errors.push("must not be '.'")
  else if (value === '..') errors.push("must not be '..'")
  else if (value.startsWith('..')) errors.push("must not start with '..'")
  return errors
}

/** Names that only have to be usable as one path segment (RBAC, and what has no rule of its own). */
export function pathSegmentName(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  if (!/[/%]/.test(value)) return []
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`)
}

export function portName(value: string): string[] {
  const errors = value.length > 15 ? [lengthText(15)] : []
  if (!/^[-a-z0-9]+$/.test(value)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)')
  if (value.includes('--')) errors.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen')
  return errors
}

export function portNumber(value: number): string[] {
  return value >= 1 && value <= 65535 ? [] : ['must be between 1 and 65535, inclusive']
}

export function inRange(value: number, low: number, high: number): string[] {
  return value >= low && value <= high ? [] : [`must be between ${low} and ${high}, inclusive`]
}

/** How a kind checks metadata.name; `generateName` is checked with a last dash taken off. */
export type NameRule = (value: string) => string[]

/** The prefix of generated names: a trailing dash is no fault of it. */
export function checkGenerateName(rule: NameRule, value: string): string[] {
  return rule === pathSegmentName ? rule(value) : rule(value.replace(/-$/, (dash) => (value.length > dash.length ? 'a' : dash)))
}
