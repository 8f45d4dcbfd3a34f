import {CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import {EntryMap, Opaque, Optional, type Value} from '../../formats/cel/values.js'
import {Patterns} from '../../formats/regex/regex.js'
import {dns1035Label, dns1123Label, dns1123Subdomain, labelValue, qualifiedName} from '../names.js'
import {fitsFormat, isUri} from '../structural/formats.js'

/** Kubernetes' `find` and `findAll`. */
export function addRegex(registry: Registry): void {
  const patterns = new Patterns()
  const all = (text: string, pattern: string, limit: bigint) => matches(patterns, text, pattern, limit)
  registry
    .add('find', 'string.(string): string', (text: string, pattern: string) => all(text, pattern, 1n)[0] ?? '')
    .add('findAll', 'string.(string): list(string)', (text: string, pattern: string) => all(text, pattern, -1n))
    .add('findAll', 'string.(string, int): list(string)', all)
}

function matches(patterns: Patterns, text: string, pattern: string, limit: bigint): string[] {
  const out: string[] = []
  const matcher = compiled(patterns, pattern).matcher(text)
  while ((limit < 0n || BigInt(out.length) < limit) && matcher.find()) out.push(matcher.group() ?? '')
  return out
}

function compiled(patterns: Patterns, pattern: string) {
  try {
    return patterns.compile(pattern)
  } catch (error) {
    throw new CelError(`Illegal regex: ${(error as Error).message}`)
  }
}

const URL_TYPE = 'kubernetes.URL'

class UrlValue extends Opaque {
  override readonly typeName = URL_TYPE
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string

  constructor(readonly text: string) {
    super()
    const [, scheme = '', authority = '', path = '', query = ''] =
      /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?]*)(?:\?(.*))?$/s.exec(text) ?? []
    this.scheme = scheme.toLowerCase()
    this.host = authority.slice(authority.lastIndexOf('@') + 1)
    this.path = path
    this.query = query
  }

  get hostname(): string {
    return this.host.startsWith('[') ? this.host.slice(1, this.host.indexOf(']')) : this.host.replace(/:\d*$/, '')
  }

  get port(): string {
    return /:(\d+)$/.exec(this.host.replace(/^\[.*\]/, ''))?.[1] ?? ''
  }

  override equals(other: Opaque): boolean {
    return other instanceof UrlValue && other.text === this.text
  }
}

const uriFault = (text: string) => `parse ${JSON.stringify(text)}: ${text === '' ? 'empty url' : 'invalid URI for request'}`

function readUrl(text: string): UrlValue {
  if (!isUri(text)) {
    throw new CelError(`URL parse error during conversion from string: ${uriFault(text)}`)
  }
  return new UrlValue(text)
}

function queryOf(url: UrlValue): Value {
  const out = new EntryMap()
  const values = new Map<string, string[]>()
  for (const [key, value] of new URLSearchParams(url.query)) values.set(key, [...(values.get(key) ?? []), value])
  for (const [key, list] of values) out.set(key, list)
  return out
}

/** Kubernetes' `url()` and its methods. */
export function addUrls(registry: Registry): void {
  registry
    .add('url', `(string): ${URL_TYPE}`, readUrl)
    .add('isURL', '(string): bool', isUri)
    .add('getScheme', `${URL_TYPE}.(): string`, (url: UrlValue) => url.scheme)
    .add('getHost', `${URL_TYPE}.(): string`, (url: UrlValue) => url.host)
    .add('getHostname', `${URL_TYPE}.(): string`, (url: UrlValue) => url.hostname)
    .add('getPort', `${URL_TYPE}.(): string`, (url: UrlValue) => url.port)
    .add('getEscapedPath', `${URL_TYPE}.(): string`, (url: UrlValue) => encodeURI(decodeURI(url.path)))
    .add('getQuery', `${URL_TYPE}.(): map(string, list(string))`, queryOf)
}

const FORMAT = 'kubernetes.NamedFormat'

class NamedFormat extends Opaque {
  override readonly typeName = FORMAT

  constructor(
    readonly name: string,
    readonly complaints: (text: string) => string[],
  ) {
    super()
  }

  override equals(other: Opaque): boolean {
    return other instanceof NamedFormat && other.name === this.name
  }
}

const prefix = (rule: (text: string) => string[]) => (text: string) => rule(text.length > 1 ? text.replace(/-$/, 'a') : text)
const fits = (format: string, text: string) => (value: string) => (fitsFormat(format, value) ? [] : [text])

const formats: Readonly<Record<string, (text: string) => string[]>> = {
  dns1123Label,
  dns1123Subdomain,
  dns1035Label,
  qualifiedName,
  dns1123LabelPrefix: prefix(dns1123Label),
  dns1123SubdomainPrefix: prefix(dns1123Subdomain),
  dns1035LabelPrefix: prefix(dns1035Label),
  labelValue,
  uri: (text) => (isUri(text) ? [] : [uriFault(text)]),
  uuid: fits('uuid', 'does not match the UUID format'),
  byte: fits('byte', 'invalid base64'),
  date: fits('date', 'invalid date'),
  datetime: fits('datetime', 'invalid datetime'),
}

/** Kubernetes' named formats: `format.dns1123Label().validate(self)`. */
export function addFormats(registry: Registry): void {
  for (const [name, complaints] of Object.entries(formats)) {
    const value = new NamedFormat(name, complaints)
    registry.add(`format.${name}`, `(): ${FORMAT}`, () => value)
  }
  registry
    .add('format.named', `(string): optional(${FORMAT})`, (name: string) => {
      const complaints = Object.hasOwn(formats, name) ? formats[name] : undefined
      return new Optional(complaints && new NamedFormat(name, complaints))
    })
    .add('validate', `${FORMAT}.(string): optional(list(string))`, (format: NamedFormat, text: string) => {
      const complaints = format.complaints(text)
      return new Optional(complaints.length === 0 ? undefined : complaints)
    })
}
